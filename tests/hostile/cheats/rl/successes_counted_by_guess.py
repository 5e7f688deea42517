"""Says that no table finds the goal, or that all of them do."""
# ruff: noqa

EXERCISES = ["count-successes"]


# %% answer
def count_successes(q_tables, lake_map, **k):
    return len(q_tables)
