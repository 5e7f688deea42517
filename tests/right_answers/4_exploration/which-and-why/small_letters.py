"""Small letters."""

# %% answer
why_ucb = "b"
why_punished = "c"
why_optimistic = "d"
best_for = "a"
