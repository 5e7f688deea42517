"""A sum of a generator; the end as a factor."""

# %% answer
def backup(P, values, state, action, gamma):
    return sum(p * (r + gamma * values[n] * (1 - end)) for p, n, r, end in P[state][action])
