"""The last of the best ones."""

# %% answer
def greedy_actions(q_values):
    n_actions = q_values.shape[1]
    return n_actions - 1 - q_values.flip(1).argmax(1)
