"""An index for each dimension."""

# %% answer
def current_q(q_values, action):
    return q_values[torch.arange(len(action)), action]
