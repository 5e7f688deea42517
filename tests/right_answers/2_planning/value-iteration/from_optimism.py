"""Begins from large values and comes down."""

# %% answer
def value_iteration(P, gamma, tolerance=1e-8):
    transition, reward = model_arrays(P)
    values = np.full(len(P), 100.0)
    while True:
        new = np.max(reward + gamma * (transition @ values), axis=1)
        if np.abs(new - values).max() < tolerance:
            return new
        values = new
