"""Truth values as numbers."""

# %% answer
def huber_loss(td_error):
    small = (td_error.abs() < 1).to(td_error.dtype)
    return small * td_error**2 / 2 + (1 - small) * (td_error.abs() - 0.5)
