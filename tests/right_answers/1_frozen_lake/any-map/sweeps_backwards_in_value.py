"""Value iteration with a cost a step; ties go to the last action."""

# %% answer
MOVES = {LEFT: (0, -1), DOWN: (1, 0), RIGHT: (0, 1), UP: (-1, 0)}


def shortest_policy(lake_map):
    P = model_of(make_lake(lake_map))
    values = np.zeros(len(P))
    for _ in range(len(P)):
        for state in P:
            outcomes = [P[state][action][0] for action in range(4)]
            values[state] = max(r + 0.99 * values[n] * (not end) for _, n, r, end in outcomes)
    policy = []
    for state in P:
        outcomes = [P[state][action][0] for action in range(4)]
        q = [r + 0.99 * values[n] * (not end) for _, n, r, end in outcomes]
        policy.append(3 - int(np.argmax(q[::-1])))
    return policy
