"""Recursion over the list of layers."""

# %% answer
def count_parameters(channels, convolutions, map_size, units, n_actions):
    if not convolutions:
        flat = channels * map_size**2
        return flat * units + units + units * n_actions + n_actions
    (filters, kernel, _), *rest = convolutions
    here = filters * channels * kernel**2 + filters
    return here + count_parameters(filters, rest, map_size, units, n_actions)
