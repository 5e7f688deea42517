"""The probability of each action, then one draw."""

# %% answer
def epsilon_greedy(q_values, epsilon, rng):
    q_values = np.asarray(q_values)
    best = q_values == q_values.max()
    p = epsilon / len(q_values) + (1 - epsilon) * best / best.sum()
    return rng.choice(len(q_values), p=p / p.sum())
