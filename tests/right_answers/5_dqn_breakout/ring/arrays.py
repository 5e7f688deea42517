"""Arrays; the age of a transition is drawn."""

# %% answer
def stack_rows(t, capacity):
    return np.arange(t - 3, t + 1) % capacity


def sample_times(n_added, capacity, batch_size, rng):
    kept = min(n_added, capacity)
    age = rng.integers(0, kept - 4, batch_size)
    return n_added - 2 - age
