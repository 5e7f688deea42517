"""Asks whether to be greedy, and chooses among equals itself; numpy integers."""

# %% answer
def epsilon_greedy(q_values, epsilon, rng):
    if rng.random() >= epsilon:
        return rng.choice(np.flatnonzero(np.asarray(q_values) == np.max(q_values)))
    return rng.integers(0, len(q_values))
