"""torch.lerp, a tensor in return."""

# %% answer
def annealed(step, start, end, steps):
    share = torch.tensor(step / steps, dtype=torch.float64).clamp(0, 1)
    ends = torch.tensor([start, end], dtype=torch.float64)
    return torch.lerp(ends[0], ends[1], share)
