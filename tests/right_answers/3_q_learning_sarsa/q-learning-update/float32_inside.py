"""The error is computed in 32 bits."""

# %% answer
def q_learning_update(q_table, obs, action, reward, next_obs, terminated, *, alpha, gamma):
    best = np.float32(q_table[next_obs].max()) if not terminated else np.float32(0)
    error = np.float32(reward) + np.float32(gamma) * best - np.float32(q_table[obs, action])
    q_table[obs, action] += np.float32(alpha) * error
