"""Columns of an array; a numpy integer in return."""

# %% answer
def count_parameters(channels, convolutions, map_size, units, n_actions):
    filters, kernels, _ = np.array(convolutions).T
    incoming = np.concatenate([[channels], filters[:-1]])
    widths = np.array([filters[-1] * map_size**2, units, n_actions])
    dense = (widths[:-1] * widths[1:]).sum() + widths[1:].sum()
    return (incoming * filters * kernels**2).sum() + filters.sum() + dense
