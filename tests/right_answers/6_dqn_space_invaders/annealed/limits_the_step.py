"""Limits the step, and weighs the two ends."""

# %% answer
def annealed(step, start, end, steps):
    step = min(step, steps)
    return (start * (steps - step) + end * step) / steps
