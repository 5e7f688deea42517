"""Recursion over the outcomes, in the French edition."""

LANGUAGE = "fr"

# %% answer
def backup(P, values, state, action, gamma, i=0):
    if i == len(P[state][action]):
        return 0.0
    p, suivant, r, fin = P[state][action][i]
    ici = p * r if fin else p * (r + gamma * values[suivant])
    return ici + backup(P, values, state, action, gamma, i + 1)
