"""Letters counted off, and a cell after them that fails."""

# %% answer
why_ucb, why_punished, why_optimistic, best_for = ("ABCD"[k] for k in (1, 2, 3, 0))

# %% after
raise RuntimeError("this cell of mine is broken")
