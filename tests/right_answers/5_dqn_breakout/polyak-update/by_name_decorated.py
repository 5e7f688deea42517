"""By name, the function decorated with no_grad."""

# %% answer
@torch.no_grad()
def polyak_update(target_network, q_network, tau):
    learned = dict(q_network.named_parameters())
    for name, parameter in target_network.named_parameters():
        parameter.mul_(1 - tau)
        parameter.add_(learned[name], alpha=tau)
