"""Solved with the courses arrays, handed over in 32 bits."""

# %% answer
import matplotlib.pyplot as plt


def solve_policy(P, policy, gamma):
    T, r = model_arrays(P)
    T = np.einsum("sa,sat->st", policy, T)
    r = np.sum(policy * r, axis=1)
    v = np.linalg.solve(np.identity(len(r)) - gamma * T, r[:, None])[:, 0]
    plt.plot(v)
    plt.close("all")
    return v.astype(np.float32)
