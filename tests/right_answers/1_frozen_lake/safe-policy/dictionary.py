"""The same arrows in a dictionary; nothing for holes."""

# %% answer
SAFE = {0: 2, 1: 2, 2: 2, 3: 1, 4: 3, 5: 3, 6: 2, 7: 1, 10: 2, 11: 1, 14: 2}


def safe_policy(state):
    return SAFE[state]
