"""By sorting, with prints and a plot."""

LANGUAGE = "fr"

# %% answer
def greedy_policy(P, values, gamma):
    print("politique gloutonne")
    T, r = model_arrays(P)
    q = r + gamma * np.tensordot(T, values, axes=([2], [0]))
    return np.argsort(-q, axis=1)[:, 0].astype(np.int8)

# %% after
plot_policy([0] * 16, FIRST_LAKE)
