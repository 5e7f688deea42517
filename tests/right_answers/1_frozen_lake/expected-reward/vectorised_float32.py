"""numpy arrays of 32-bit floats; the answer is one."""

# %% answer
def expected_reward(P, state, action):
    outcomes = P[state][action]
    p = np.array([outcome[0] for outcome in outcomes], dtype=np.float32)
    r = np.array([outcome[2] for outcome in outcomes], dtype=np.float32)
    return p @ r
