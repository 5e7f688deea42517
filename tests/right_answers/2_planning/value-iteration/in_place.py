"""In place, states backwards; a list."""

# %% answer
def value_iteration(P, gamma, tolerance=1e-8):
    values = [0.0 for _ in P]
    change = 1.0
    while change > tolerance:
        change = 0.0
        for s in reversed(list(P)):
            new = max(
                sum(p * (r + (0 if end else gamma * values[n])) for p, n, r, end in P[s][a])
                for a in P[s]
            )
            change = max(change, abs(new - values[s]))
            values[s] = new
    return values
