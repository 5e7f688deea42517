"""Un seul nombre par partie décide de tout."""

LANGUAGE = "fr"

# %% answer
def epsilon_greedy_actions(q_values, epsilon, rng):
    n, k = q_values.shape
    u = rng.random(n)
    au_hasard = np.floor(u / max(epsilon, 1e-12) * k).clip(0, k - 1).astype(np.int64)
    return np.where(u < epsilon, au_hasard, np.argmax(q_values.numpy(), axis=1))
