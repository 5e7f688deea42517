"""The second part of what max gives, as 32-bit integers made 64 again."""

# %% answer
def greedy_actions(q_values):
    _, places = torch.max(q_values, -1)
    return places.to(torch.int32).long()
