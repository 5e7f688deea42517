"""A function that calls itself."""

# %% answer
def n_step_return(rewards, terminated, bootstrap, gamma):
    if len(rewards) == 0:
        return bootstrap
    rest = 0.0
    if not terminated[0]:
        rest = n_step_return(rewards[1:], terminated[1:], bootstrap, gamma)
    return rewards[0] + gamma * rest
