"""A table of numpy integers; in holes it says something else each time."""

# %% answer
TABLE = np.array([1, 2, 1, 0, 1, 3, 1, 3, 2, 2, 1, 3, 3, 2, 2, 3])


def first_lake_policy(state):
    return TABLE[state]
