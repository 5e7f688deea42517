"""Uniform numbers rounded down; np.mod."""

# %% answer
def stack_rows(t, capacity):
    return np.mod([t - 3, t - 2, t - 1, t], capacity).tolist()


def sample_times(n_added, capacity, batch_size, rng):
    first = 3 + (n_added - capacity if n_added > capacity else 0)
    return (first + np.floor(rng.random(batch_size) * (n_added - 1 - first))).astype(int)
