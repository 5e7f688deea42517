"""Two loops over the exercise before; a list of lists."""

# %% answer
def q_from_values(P, values, gamma):
    return [[backup(P, values, s, a, gamma) for a in P[s]] for s in P]
