"""Lists and a loop; the first of equals."""

# %% answer
def ucb_action(q_values, counts, *, c, rng):
    for action, n in enumerate(counts):
        if n == 0:
            return action
    total = sum(counts)
    score = [q + c * (np.log(total) / n) ** 0.5 for q, n in zip(q_values, counts, strict=True)]
    return score.index(max(score))
