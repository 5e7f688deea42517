"""Through NumPy; an array comes back."""

# %% answer
def greedy_actions(q_values):
    return np.argmax(np.asarray(q_values), axis=1)

# %% after
# arrays do not index the way the later cells expect
_greedy_array = greedy_actions


def greedy_actions(q_values):
    return torch.as_tensor(_greedy_array(q_values))
