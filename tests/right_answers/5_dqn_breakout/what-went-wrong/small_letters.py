"""Small letters."""

# %% answer
too_small, hangs = "b", "c"
runs_away, two_scores = "a", "d"
