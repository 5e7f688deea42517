"""NumPy's strings."""

# %% answer
too_small, hangs, runs_away, two_scores = np.array(list("BCAD"))
