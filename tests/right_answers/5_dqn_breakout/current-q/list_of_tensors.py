"""A list of scalars; a cell after it makes a tensor of it for what comes later."""

# %% answer
def current_q(q_values, action):
    return [q_values[i, int(action[i])] for i in range(len(action))]

# %% after
def current_q(q_values, action):
    return q_values[range(len(action)), action]
