"""Une boucle, et torch.stack."""

LANGUAGE = "fr"

# %% answer
def huber_loss(td_error):
    pertes = []
    for erreur in td_error:
        taille = erreur.abs()
        pertes.append(erreur * erreur / 2 if taille <= 1 else taille - 1 / 2)
    return torch.stack(pertes)
