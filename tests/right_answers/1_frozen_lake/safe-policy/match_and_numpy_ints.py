"""match, and numpy integers of 8 bits."""

# %% answer
def safe_policy(state):
    match int(state):
        case 3 | 7 | 11:
            return np.int8(1)
        case 4 | 5:
            return np.int8(3)
        case _:
            return np.int8(2)

# %% after
import matplotlib

plot_lake(SAFE_LAKE)
1 / 0
