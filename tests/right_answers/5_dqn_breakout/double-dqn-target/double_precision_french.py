"""En 64 bits, avec une fonction d'aide."""

LANGUAGE = "fr"

# %% before
def valeur_choisie(choisit, evalue):
    place = choisit.max(dim=1).indices.unsqueeze(1)
    return evalue.double().gather(1, place)[:, 0]

# %% answer
def double_dqn_target(reward, terminated, next_q_online, next_q_target, discount):
    avenir = valeur_choisie(next_q_online, next_q_target)
    return torch.where(terminated, 0.0, discount * avenir) + reward.double()
