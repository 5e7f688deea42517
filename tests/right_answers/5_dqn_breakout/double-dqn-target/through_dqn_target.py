"""As dqn_target of the one column that was chosen."""

# %% answer
def double_dqn_target(reward, terminated, next_q_online, next_q_target, discount):
    best = next_q_online.argmax(dim=1, keepdim=True)
    return dqn_target(reward, terminated, next_q_target.gather(1, best), discount)
