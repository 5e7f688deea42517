"""A fixed number of sweeps from random values, with a progress bar."""

LANGUAGE = "fr"

# %% answer
from tqdm import tqdm


def value_iteration(P, gamma, tolerance=1e-8):
    T, r = model_arrays(P)
    v = np.random.default_rng(3).normal(size=len(P))
    for _ in tqdm(range(400)):
        v = (r + gamma * T @ v).max(axis=1)
    return v
