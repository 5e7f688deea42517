"""Un tenseur à la fin."""

LANGUAGE = "fr"

# %% answer
def n_step_return(rewards, terminated, bootstrap, gamma):
    somme, poids, fini = 0.0, 1.0, False
    for k, recompense in enumerate(rewards):
        if not fini:
            somme += poids * recompense
            poids *= gamma
            fini = bool(terminated[k])
    return torch.tensor(somme + poids * bootstrap * (not fini), dtype=torch.float64)
