"""Tuples of Python floats, by list comprehension."""

# %% answer
def q_from_values(P, values, gamma):
    def one(outcomes):
        return float(sum(p * (r if end else r + gamma * values[n]) for p, n, r, end in outcomes))

    return tuple(tuple(one(P[s][a]) for a in sorted(P[s])) for s in sorted(P))
