"""The last of equals instead of the first; a list."""

# %% answer
def greedy_policy(P, values, gamma):
    actions = []
    for s in P:
        q = [backup(P, values, s, a, gamma) for a in P[s]]
        actions.append(max(range(len(q)), key=lambda a: (q[a], a)))
    return actions
