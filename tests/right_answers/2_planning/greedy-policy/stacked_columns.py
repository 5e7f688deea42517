"""One column an action, in 32 bits."""

# %% before
import logging

logging.warning("on stderr")

# %% answer
def greedy_policy(P, values, gamma):
    T, r = model_arrays(P)
    columns = [r[:, a] + gamma * T[:, a] @ values for a in range(r.shape[1])]
    return np.stack(columns, axis=-1).astype(np.float64).argmax(-1).astype(np.uint16)
