"""numpy's interpolation."""

# %% answer
def annealed(step, start, end, steps):
    return np.interp(step, [0, steps], [start, end])
