"""Reward and future in two sums, with a warning."""

# %% answer
import warnings


def backup(P, values, state, action, gamma):
    warnings.warn("two sums", stacklevel=2)
    now, later = 0, 0
    for outcome in P[state][action]:
        now += outcome[0] * outcome[2]
        if outcome[3]:
            continue
        later += outcome[0] * values[outcome[1]]
    print(now, later)
    return now + later * gamma
