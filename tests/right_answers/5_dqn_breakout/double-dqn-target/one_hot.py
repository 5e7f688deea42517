"""A mask of the best action, and a sum."""

# %% answer
def double_dqn_target(reward, terminated, next_q_online, next_q_target, discount):
    mask = torch.nn.functional.one_hot(next_q_online.argmax(1), next_q_online.shape[1])
    future = (mask * next_q_target).sum(1)
    future[terminated] = 0
    return reward + discount * future
