"""lerp_ does it in one word."""

# %% answer
def polyak_update(target_network, q_network, tau):
    with torch.no_grad():
        for slow, fast in zip(target_network.parameters(), q_network.parameters()):
            slow.lerp_(fast, tau)
