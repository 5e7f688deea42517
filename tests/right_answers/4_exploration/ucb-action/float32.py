"""32-bit floats, and a numpy integer."""

# %% answer
def ucb_action(q_values, counts, *, c, rng):
    untried = np.flatnonzero(counts == 0)
    if untried.size:
        return rng.choice(untried)
    n = counts.astype(np.float32)
    score = np.asarray(q_values, np.float32) + np.float32(c) * np.sqrt(np.log(n.sum()) / n)
    return np.argmax(score)
