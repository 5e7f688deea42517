"""Policy iteration: evaluate exactly, improve, until the policy stays."""

# %% answer
def value_iteration(P, gamma, tolerance=1e-8):
    T, r = model_arrays(P)
    states = np.arange(len(P))
    policy = np.zeros(len(P), dtype=int)
    for _ in range(1000):
        v = np.linalg.solve(np.eye(len(P)) - gamma * T[states, policy], r[states, policy])
        q = r + gamma * T @ v
        better = q.argmax(axis=1)
        better = np.where(q[states, better] > q[states, policy] + 1e-12, better, policy)
        if (better == policy).all():
            break
        policy = better
    return v
