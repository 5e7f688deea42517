"""With the inverse, as a list."""

# %% answer
def solve_policy(P, policy, gamma):
    transition, reward = model_arrays(P)
    T = (np.asarray(policy)[:, :, None] * transition).sum(axis=1)
    r = (np.asarray(policy) * reward).sum(axis=1)
    return (np.linalg.inv(np.identity(len(P)) - gamma * T) @ r).tolist()
