"""In place (Gauss and Seidel): new values are used at once."""

# %% answer
def evaluate_policy(P, policy, gamma, tolerance=1e-8):
    values = [0.0] * len(P)
    while True:
        change = 0.0
        for s in P:
            old, new = values[s], 0.0
            for a in P[s]:
                for p, n, r, end in P[s][a]:
                    new += policy[s][a] * p * (r + (0 if end else gamma * values[n]))
            values[s] = new
            change = max(change, abs(old - new))
        if change < tolerance:
            return values
