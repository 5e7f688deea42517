"""Letters counted off, and a cell after them that fails."""

# %% answer
overlap, early, saucer, protocol = ("ABCD"[k] for k in (2, 3, 0, 1))

# %% after
raise RuntimeError("this cell of mine is broken")
