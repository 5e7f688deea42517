"""The mean by np.average, in an array without dimensions."""

# %% answer
def expected_reward(P, state, action):
    table = np.array([(p, r) for p, _, r, _ in P[state][action]], dtype=float)
    return np.asarray(np.average(table[:, 1], weights=table[:, 0]) * table[:, 0].sum())
