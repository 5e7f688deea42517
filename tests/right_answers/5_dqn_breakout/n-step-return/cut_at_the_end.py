"""Cuts the lists at the first end."""

# %% answer
def n_step_return(rewards, terminated, bootstrap, gamma):
    terminated = list(terminated)
    ended = any(terminated)
    n = terminated.index(True) + 1 if ended else len(rewards)
    total = sum(gamma**k * rewards[k] for k in range(n))
    return total if ended else total + gamma**n * bootstrap
