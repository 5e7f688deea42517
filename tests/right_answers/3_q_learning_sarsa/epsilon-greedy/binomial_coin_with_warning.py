"""A binomial coin, a warning each time, and a float for an action."""

# %% answer
import warnings


def epsilon_greedy(q_values, epsilon, rng):
    warnings.warn("tossing a coin", stacklevel=2)
    explore = rng.binomial(1, epsilon) == 1
    candidates = range(len(q_values)) if explore else np.nonzero(q_values >= np.amax(q_values))[0]
    return int(rng.permutation(list(candidates))[0])
