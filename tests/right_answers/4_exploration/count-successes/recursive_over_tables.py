"""Recursion over the list of tables."""

# %% answer
def count_successes(q_tables, lake_map, *, at_least=0.99):
    if len(q_tables) == 0:
        return 0
    P = model_of(make_lake(lake_map))
    start = [s for s, letter in enumerate("".join(lake_map)) if letter == "S"][0]
    knows = success_probability(P, greedy_policy(q_tables[0]), steps=100, start=start) >= at_least
    return int(knows) + count_successes(q_tables[1:], lake_map, at_least=at_least)
