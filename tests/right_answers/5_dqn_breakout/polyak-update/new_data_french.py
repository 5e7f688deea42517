"""Un nouveau tenseur dans .data."""

LANGUAGE = "fr"

# %% answer
def polyak_update(target_network, q_network, tau):
    reste = 1.0 - tau
    for lent, vif in zip(target_network.parameters(), q_network.parameters()):
        lent.data = reste * lent.data + tau * vif.data.clone()
