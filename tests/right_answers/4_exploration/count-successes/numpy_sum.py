"""numpy's sum of an array; a numpy integer."""

# %% answer
def count_successes(q_tables, lake_map, *, at_least=0.99):
    env = make_lake(lake_map)
    start, _ = env.reset(seed=0)
    chances = np.array(
        [success_probability(model_of(env), greedy_policy(q), start=int(start)) for q in q_tables]
    )
    return np.sum(chances >= at_least)
