"""Two branches, with prints, and a value returned too."""

# %% answer
def q_learning_update(q_table, obs, action, reward, next_obs, terminated, *, alpha, gamma):
    before = q_table[obs][action]
    if terminated:
        target = reward
    else:
        target = reward + gamma * max(q_table[next_obs])
    q_table[obs][action] = before + alpha * (target - before)
    print("Q", obs, action, before, "->", q_table[obs][action])
    return q_table
