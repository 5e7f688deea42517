"""A loop with a counter, and prints."""

# %% answer
def count_successes(q_tables, lake_map, *, at_least=0.99):
    P = model_of(make_lake(lake_map))
    start = "".join(lake_map).find("S")
    count = 0
    for number, q_table in enumerate(q_tables):
        chance = success_probability(P, greedy_policy(q_table), steps=100, start=start)
        print(number, chance)
        if chance >= at_least:
            count += 1
    return count
