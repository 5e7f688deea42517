"""The course's arrays; an array without dimensions."""

# %% answer
def backup(P, values, state, action, gamma):
    transition, reward = model_arrays(P)
    return np.array(reward[state, action] + gamma * np.dot(transition[state, action], values))
