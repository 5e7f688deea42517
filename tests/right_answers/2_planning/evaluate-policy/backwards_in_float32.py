"""States in the other order, in place, and 32-bit values."""

# %% before
import warnings

# %% answer
def evaluate_policy(P, policy, gamma, tolerance=1e-8):
    warnings.warn("slow", stacklevel=2)
    v = np.full(len(P), -3, dtype=np.float32)
    for _ in range(500):
        for s in reversed(range(len(P))):
            v[s] = sum(policy[s][a] * backup(P, v, s, a, gamma) for a in P[s])
    return v
