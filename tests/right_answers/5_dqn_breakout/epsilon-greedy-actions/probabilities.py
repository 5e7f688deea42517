"""The probabilities of every action, then one draw a game."""

# %% answer
def epsilon_greedy_actions(q_values, epsilon, rng):
    n, k = q_values.shape
    p = np.full((n, k), epsilon / k)
    p[np.arange(n), np.asarray(q_values.argmax(dim=1))] += 1 - epsilon
    drawn = (rng.random((n, 1)) >= np.cumsum(p, axis=1)).sum(axis=1)
    return np.minimum(drawn, k - 1)
