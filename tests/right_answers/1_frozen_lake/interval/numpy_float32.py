"""An array of three 32-bit floats."""

# %% answer
def success_interval(returns, z=1.96):
    n = np.float32(len(returns))
    rate = np.mean(np.asarray(returns, dtype=np.float32))
    shared = 1 + np.float32(z) ** 2 / n
    centre = (rate + np.float32(z) ** 2 / (2 * n)) / shared
    half = np.float32(z) / shared * np.sqrt(rate * (1 - rate) / n + np.float32(z) ** 2 / (4 * n**2))
    return np.array([rate, centre - half, centre + half], dtype=np.float32)
