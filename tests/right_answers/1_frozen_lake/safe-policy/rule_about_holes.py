"""A rule: turn the back to the holes, else go on."""

# %% answer
def safe_policy(state):
    row, column = divmod(state, 4)
    below = row < 3 and SAFE_LAKE[row + 1][column] == "H"
    left = column > 0 and SAFE_LAKE[row][column - 1] == "H"
    if below:
        return UP
    if left:
        return RIGHT
    return DOWN if column == 3 else RIGHT
