"""A random order of the actions breaks ties; a helper cell before."""

LANGUAGE = "fr"

# %% before
def melange(n, rng):
    return [int(i) for i in rng.permutation(n)]

# %% answer
def epsilon_greedy(q_values, epsilon, rng):
    ordre = melange(len(q_values), rng)
    if rng.uniform() < epsilon:
        return ordre[0]
    return max(ordre, key=lambda a: q_values[a])
