"""Des tenseurs, et une fonction d'aide après."""

LANGUAGE = "fr"

# %% before
def bornes(n_added, capacity):
    return max(n_added - capacity, 0) + 3, n_added - 2

# %% answer
def stack_rows(t, capacity):
    return torch.remainder(torch.arange(t - 3, t + 1), capacity)


def sample_times(n_added, capacity, batch_size, rng):
    premier, dernier = bornes(n_added, capacity)
    return torch.tensor(rng.integers(premier, dernier, size=batch_size, endpoint=True))
