"""A table filled in place, with a helper cell."""

# %% before
def rows_and_columns(P):
    return len(P), len(P[0])

# %% answer
def q_from_values(P, values, gamma):
    q = np.empty(rows_and_columns(P))
    for s in range(q.shape[0]):
        for a in range(q.shape[1]):
            q[s, a] = 0
            for p, n, r, end in P[s][a]:
                q[s, a] += p * r
                if not end:
                    q[s, a] += gamma * p * values[n]
    return q
