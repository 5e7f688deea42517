"""A loop that adds up, prints on the way and warns."""

# %% answer
import sys
import warnings


def expected_reward(P, state, action):
    total = 0
    for probability, next_state, reward, terminated in P[state][action]:
        total += probability * reward
    warnings.warn("I am not sure about this", stacklevel=1)
    print("expected reward so far:", total, file=sys.stderr)
    return total
