"""La première de topk ; une fonction d'aide avant."""

LANGUAGE = "fr"

# %% before
def premiere_colonne(table):
    return table[:, 0]

# %% answer
def greedy_actions(q_values):
    return premiere_colonne(torch.topk(q_values, 1, dim=1).indices)
