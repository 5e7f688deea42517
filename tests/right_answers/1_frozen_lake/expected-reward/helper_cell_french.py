"""A helper in a cell of its own; the French edition."""

LANGUAGE = "fr"

# %% before
def produit_scalaire(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))

# %% answer
def expected_reward(P, state, action):
    probabilites, _, recompenses, _ = zip(*P[state][action])
    return produit_scalaire(probabilites, recompenses)
