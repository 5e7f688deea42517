"""Calculées."""

LANGUAGE = "fr"

# %% answer
lettres = "ABCD"
too_small, hangs = lettres[1], lettres[2]
runs_away, two_scores = lettres[0], lettres[-1]
