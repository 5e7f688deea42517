"""The last of equals; the French edition."""

LANGUAGE = "fr"

# %% answer
import math


def ucb_action(q_values, counts, *, c, rng):
    jamais = [a for a in range(len(counts)) if counts[a] < 1]
    if jamais:
        return jamais[-1]
    print("tout a été essayé")
    log_n = math.log(int(np.sum(counts)))
    return max(range(len(counts)), key=lambda a: (q_values[a] + c * math.sqrt(log_n / counts[a]), a))
