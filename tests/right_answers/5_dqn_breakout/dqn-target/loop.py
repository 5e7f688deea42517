"""A loop in Python; a list of floats comes back."""

# %% answer
def dqn_target(reward, terminated, next_q_target, discount):
    targets = []
    for r, end, row in zip(reward, terminated, next_q_target):
        targets.append(float(r) if end else float(r) + discount * float(row.max()))
    return targets
