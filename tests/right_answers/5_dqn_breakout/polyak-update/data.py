"""Writes to .data, and adds the difference."""

# %% answer
def polyak_update(target_network, q_network, tau):
    for slow, fast in zip(target_network.parameters(), q_network.parameters()):
        slow.data += tau * (fast.data - slow.data)
