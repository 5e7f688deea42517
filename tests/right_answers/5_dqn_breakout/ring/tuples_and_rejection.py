"""A tuple; times drawn until they fit."""

# %% answer
def stack_rows(t, capacity):
    return tuple((t + shift) % capacity for shift in (-3, -2, -1, 0))


def sample_times(n_added, capacity, batch_size, rng):
    times = []
    while len(times) < batch_size:
        t = int(rng.integers(n_added))
        if max(3, n_added - capacity + 3) <= t < n_added - 1:
            times.append(t)
    return times
