"""A random order, then sorting; warns."""

# %% before
import warnings

# %% answer
def ucb_action(q_values, counts, *, c, rng):
    warnings.warn("sorting", stacklevel=2)
    order = rng.permutation(len(q_values))
    if 0 in counts:
        return int([a for a in order if counts[a] == 0][0])

    def score(a):
        return q_values[a] + c * np.sqrt(np.log(np.sum(counts)) / counts[a])

    return int(sorted(order, key=score)[-1])
