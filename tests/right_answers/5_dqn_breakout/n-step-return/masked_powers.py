"""Powers of gamma and the steps that are still alive, in NumPy."""

# %% answer
def n_step_return(rewards, terminated, bootstrap, gamma):
    alive = np.cumprod(np.concatenate([[1.0], 1.0 - np.asarray(terminated, float)]))
    weights = gamma ** np.arange(len(rewards) + 1) * alive
    return weights @ np.array([*rewards, bootstrap])
