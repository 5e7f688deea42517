"""Through NumPy and back."""

# %% answer
def greedy_actions(q_values):
    return torch.as_tensor(np.argmax(np.asarray(q_values), axis=1))
