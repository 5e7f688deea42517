"""Out of a dictionary."""

# %% answer
letters = {"too_small": "B", "hangs": "C", "runs_away": "A", "two_scores": "D"}
too_small = letters["too_small"]
hangs = letters["hangs"]
runs_away = letters["runs_away"]
two_scores = letters["two_scores"]
