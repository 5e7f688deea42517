"""The policy's own matrix first; a fixed, large number of sweeps."""

LANGUAGE = "fr"

# %% answer
def evaluate_policy(P, policy, gamma, tolerance=1e-8):
    T, r = model_arrays(P)
    T_pi, r_pi = np.einsum("sa,sat->st", policy, T), np.einsum("sa,sa->s", policy, r)
    v = np.ones(len(P))
    for _ in range(1000):
        v = r_pi + gamma * T_pi @ v
    return v
