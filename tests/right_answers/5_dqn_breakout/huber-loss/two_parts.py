"""The part up to 1, squared, and what is beyond."""

# %% answer
def huber_loss(td_error):
    size = torch.abs(td_error)
    inside = torch.clamp(size, max=1.0)
    return 0.5 * inside.pow(2) + (size - inside)
