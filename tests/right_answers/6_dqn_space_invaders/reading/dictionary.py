"""From a dictionary."""

# %% answer
letters = {"overlap": "C", "early": "D", "saucer": "A", "protocol": "B"}
overlap = letters["overlap"]
early = letters["early"]
saucer = letters["saucer"]
protocol = letters["protocol"]
