"""The last of the sorted places; a print and a warning."""

# %% answer
import warnings


def greedy_actions(q_values):
    warnings.warn("sorting", stacklevel=2)
    print(tuple(q_values.shape))
    return torch.argsort(q_values, dim=1)[:, -1]
