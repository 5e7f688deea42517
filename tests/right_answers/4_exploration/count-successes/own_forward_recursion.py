"""The distribution over states, step by step, by its own loop."""

LANGUAGE = "fr"

# %% answer
def count_successes(q_tables, lake_map, *, at_least=0.99):
    transition, reward = model_arrays(model_of(make_lake(lake_map)))
    depart = "".join(lake_map).index("S")

    def chance(q_table):
        politique = greedy_policy(np.asarray(q_table))
        vivant = np.zeros(len(politique))
        vivant[depart], total = 1.0, 0.0
        for _ in range(100):
            total += vivant @ (politique * reward).sum(axis=1)
            vivant = vivant @ np.einsum("sa,sat->st", politique, transition)
        return total

    return len([q for q in q_tables if chance(q) >= at_least])
