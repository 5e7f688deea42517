"""Remainders one by one; choice among all times, without repeats where it can."""

# %% answer
def stack_rows(t, capacity):
    rows = []
    for time in range(t - 3, t + 1):
        rows.append(divmod(time, capacity)[1])
    return rows


def sample_times(n_added, capacity, batch_size, rng):
    possible = [
        t for t in range(3, n_added - 1) if t - 3 >= n_added - capacity
    ]
    return rng.choice(possible, size=batch_size)
