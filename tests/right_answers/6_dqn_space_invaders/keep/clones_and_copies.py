"""Clones to save, copies tensor by tensor to load; French edition."""

LANGUAGE = "fr"

# %% answer
def save_network(network, path, about):
    tenseurs = {nom: t.detach().clone().contiguous() for nom, t in network.state_dict().items()}
    save_file(tenseurs, str(path), metadata={str(k): str(v) for k, v in about.items()})


def load_network(network, path):
    cible = network.state_dict()
    with safe_open(str(path), framework="pt", device="cpu") as fichier:
        apropos = dict(fichier.metadata())
        with torch.no_grad():
            for nom in fichier.keys():
                cible[nom].copy_(fichier.get_tensor(nom))
    return apropos
