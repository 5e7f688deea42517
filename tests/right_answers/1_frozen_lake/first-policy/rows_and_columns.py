"""By row and column; holes raise an error, for nobody plays there."""

# %% answer
def first_lake_policy(state):
    row, column = divmod(state, 4)
    if (row, column) in ((1, 1), (1, 3), (2, 3), (3, 0), (3, 3)):
        raise ValueError("nobody plays here")
    if column == 3:
        return LEFT
    if row == 3 or (row == 0 and column == 1) or (row == 2 and column == 0):
        return RIGHT
    return DOWN

# %% after
plot_lake(FIRST_LAKE)
