"""A loop over the rows; a list of ints made a tensor."""

# %% answer
def greedy_actions(q_values):
    actions = []
    for row in q_values:
        best = 0
        for a in range(len(row)):
            if row[a] > row[best]:
                best = a
        actions.append(best)
    return torch.tensor(actions)
