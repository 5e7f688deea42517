"""One uniform number and the cumulative distribution."""

# %% answer
def epsilon_greedy(q_values, epsilon, rng):
    n = len(q_values)
    top = max(float(q) for q in q_values)
    ties = [a for a in range(n) if q_values[a] == top]
    u, total = rng.random(), 0.0
    for a in range(n):
        total += epsilon / n + ((1 - epsilon) / len(ties) if a in ties else 0)
        if u < total:
            return a
    return ties[-1]
