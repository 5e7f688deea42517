"""A weighted mean of old value and target."""

# %% answer
def q_learning_update(q_table, obs, action, reward, next_obs, terminated, *, alpha, gamma):
    target = reward + (not terminated) * gamma * np.max(q_table[next_obs])
    q_table[obs, action] = (1 - alpha) * q_table[obs, action] + alpha * target
