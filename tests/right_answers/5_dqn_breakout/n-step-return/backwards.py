"""From the last step to the first."""

# %% answer
def n_step_return(rewards, terminated, bootstrap, gamma):
    value = bootstrap
    for reward, end in zip(reversed(rewards), reversed(terminated)):
        value = reward + (0 if end else gamma * value)
    return value
