"""One line, with spaces around the letters."""

# %% answer
why_ucb, why_punished, why_optimistic, best_for = "B ", " C", "D", " A "
