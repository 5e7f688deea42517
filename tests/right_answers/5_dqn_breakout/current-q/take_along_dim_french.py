"""take_along_dim, et reshape."""

LANGUAGE = "fr"

# %% answer
def current_q(q_values, action):
    return torch.take_along_dim(q_values, action.reshape(-1, 1), dim=1).reshape(-1)
