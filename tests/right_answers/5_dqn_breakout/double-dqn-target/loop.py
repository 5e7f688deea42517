"""A loop; a list of floats comes back."""

# %% answer
def double_dqn_target(reward, terminated, next_q_online, next_q_target, discount):
    targets = []
    for i in range(len(reward)):
        a = int(torch.argmax(next_q_online[i]))
        future = 0.0 if terminated[i] else next_q_target[i, a].item()
        targets.append(reward[i].item() + discount * future)
    return targets
