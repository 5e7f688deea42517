"""Small letters; French edition."""

LANGUAGE = "fr"

# %% answer
overlap = "c"
early = "d"
saucer = "a"
protocol = "b"
