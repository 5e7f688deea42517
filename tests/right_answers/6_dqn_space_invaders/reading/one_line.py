"""One line."""

# %% answer
overlap, early, saucer, protocol = "CDAB"
