"""Two helpers in a cell before; French edition."""

LANGUAGE = "fr"

# %% before
def poids_convolution(entrees, filtres, cote):
    return entrees * filtres * cote**2


def couche(entrees, sorties):
    return entrees * sorties + sorties

# %% answer
def count_parameters(channels, convolutions, map_size, units, n_actions):
    n = 0
    for f, k, _ in convolutions:
        n += poids_convolution(channels, f, k) + f
        channels = f
    return n + couche(channels * map_size**2, units) + couche(units, n_actions)
