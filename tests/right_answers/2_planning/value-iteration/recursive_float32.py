"""Each sweep is a call; 32 bits, and a tolerance that they can reach."""

# %% answer
def value_iteration(P, gamma, tolerance=1e-5, v=None):
    v = np.zeros(len(P), dtype=np.float32) if v is None else v
    new = np.array(
        [max(backup(P, v, s, a, gamma) for a in P[s]) for s in P], dtype=np.float32
    )
    if np.abs(new - v).max() <= tolerance:
        return new
    return value_iteration(P, gamma, tolerance, new)
