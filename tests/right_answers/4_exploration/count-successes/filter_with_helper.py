"""filter, and a helper in a cell of its own; a warning."""

# %% before
import warnings


def chance_of(q_table, lake_map):
    P = model_of(make_lake(lake_map))
    n = len(lake_map[0])
    row = next(r for r, line in enumerate(lake_map) if "S" in line)
    warnings.warn("slow but simple", stacklevel=2)
    return success_probability(
        P, greedy_policy(q_table), steps=100, start=row * n + lake_map[row].index("S")
    )

# %% answer
def count_successes(q_tables, lake_map, *, at_least=0.99):
    return len(list(filter(lambda q: chance_of(q, lake_map) >= at_least, q_tables)))
