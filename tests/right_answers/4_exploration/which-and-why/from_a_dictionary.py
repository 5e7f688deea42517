"""From a dictionary, in a loop."""

# %% answer
answers = {"why_ucb": "B", "why_punished": "C", "why_optimistic": "D", "best_for": "A"}
globals().update(answers)
