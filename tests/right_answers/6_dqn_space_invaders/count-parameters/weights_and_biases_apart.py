"""Weights and biases summed apart, as floats."""

# %% answer
def count_parameters(channels, convolutions, map_size, units, n_actions):
    biases = sum(filters for filters, _, _ in convolutions) + units + n_actions
    weights = 0.0
    previous = channels
    for layer in convolutions:
        weights += previous * layer[0] * layer[1] ** 2
        previous = layer[0]
    weights += previous * map_size**2 * units + units * n_actions
    return weights + biases
