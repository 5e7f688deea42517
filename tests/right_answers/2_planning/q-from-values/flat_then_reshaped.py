"""A flat matrix, reshaped; prints and a plot."""

LANGUAGE = "fr"

# %% answer
def q_from_values(P, values, gamma):
    T, r = model_arrays(P)
    n, m = r.shape
    print("forme", (n, m))
    return (r.reshape(-1) + gamma * T.reshape(n * m, n).dot(values)).reshape(n, m)

# %% after
plot_values(np.zeros(16), FIRST_LAKE)
