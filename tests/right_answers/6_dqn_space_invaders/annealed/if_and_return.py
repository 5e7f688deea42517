"""An early return; French edition."""

LANGUAGE = "fr"

# %% answer
def annealed(step, start, end, steps):
    if step >= steps:
        return end
    pente = (end - start) / steps
    return start + pente * step
