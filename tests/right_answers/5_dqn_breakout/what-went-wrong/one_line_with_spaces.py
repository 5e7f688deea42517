"""With spaces around them."""

# %% answer
too_small, hangs, runs_away, two_scores = " B", "C ", " a ", "D"
