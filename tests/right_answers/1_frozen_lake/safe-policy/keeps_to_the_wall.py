"""Up in the first row's neighbours, down along the wall."""

# %% answer
def safe_policy(state):
    return np.array([3, 3, 2, 1, 3, 3, 2, 1, 0, 0, 2, 1, 0, 0, 2, 0])[state]
