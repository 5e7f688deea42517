"""Each sweep is a call."""

# %% answer
def evaluate_policy(P, policy, gamma, tolerance=1e-8):
    transition, reward = model_arrays(P)

    def sweep(values):
        q = reward + gamma * np.tensordot(transition, values, axes=1)
        new = np.sum(np.asarray(policy) * q, axis=-1)
        return new if np.allclose(new, values, rtol=0, atol=tolerance) else sweep(new)

    print("sweeping ...")
    return sweep(np.zeros(len(P)))
