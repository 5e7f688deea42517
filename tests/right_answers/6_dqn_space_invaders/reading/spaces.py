"""Spaces around the letters, and comments."""

# %% answer
overlap = " C "  # not settled
early = "D "
saucer = " a"
protocol = "B"  # the rules
