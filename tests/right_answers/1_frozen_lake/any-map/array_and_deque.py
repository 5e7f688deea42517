"""A deque and an array instead of lists."""

LANGUAGE = "fr"

# %% answer
from collections import deque


def shortest_policy(lake_map):
    lettres = np.array([list(ligne) for ligne in lake_map])
    hauteur, largeur = lettres.shape
    politique = np.full(lettres.size, UP)
    vus = np.zeros(lettres.size, dtype=bool)
    but = int(np.flatnonzero(lettres.ravel() == "G")[0])
    vus[but] = True
    file = deque([but])
    while file:
        ligne, colonne = divmod(file.popleft(), largeur)
        for action, (bas, droite) in ((UP, (1, 0)), (LEFT, (0, 1)), (DOWN, (-1, 0)), (RIGHT, (0, -1))):
            l, c = ligne + bas, colonne + droite
            if 0 <= l < hauteur and 0 <= c < largeur and lettres[l, c] != "H":
                etat = l * largeur + c
                if not vus[etat]:
                    vus[etat] = True
                    politique[etat] = action
                    file.append(etat)
    return politique
