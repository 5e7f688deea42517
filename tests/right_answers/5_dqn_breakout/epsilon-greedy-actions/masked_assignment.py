"""Overwrites some of the greedy actions, drawing only as many as are needed."""

# %% answer
def epsilon_greedy_actions(q_values, epsilon, rng):
    actions = np.array(greedy_actions(q_values))
    mask = rng.uniform(size=len(actions)) < epsilon
    actions[mask] = rng.integers(0, q_values.shape[1], size=mask.sum())
    return actions
