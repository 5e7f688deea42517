"""Indexing, and a product with the mask."""

# %% answer
def double_dqn_target(reward, terminated, next_q_online, next_q_target, discount):
    best = next_q_online.argmax(1)
    future = next_q_target[torch.arange(len(best)), best]
    return reward + discount * future * (~terminated)
