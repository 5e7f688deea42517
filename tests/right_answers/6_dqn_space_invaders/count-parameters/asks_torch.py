"""Makes the layers and asks them."""

# %% answer
def count_parameters(channels, convolutions, map_size, units, n_actions):
    layers = []
    for filters, kernel, stride in convolutions:
        layers.append(nn.Conv2d(channels, filters, kernel, stride))
        channels = filters
    layers.append(nn.Linear(channels * map_size * map_size, units))
    layers.append(nn.Linear(units, n_actions))
    return sum(p.numel() for layer in layers for p in layer.parameters())
