"""Gauss's elimination by hand, with exact pivots printed."""

LANGUAGE = "fr"

# %% answer
def solve_policy(P, policy, gamma):
    n = len(P)
    lignes = []
    for s in range(n):
        ligne = [0.0] * (n + 1)
        ligne[s] += 1
        for a in P[s]:
            for p, t, r, fin in P[s][a]:
                ligne[n] += policy[s][a] * p * r
                ligne[t] -= 0 if fin else gamma * policy[s][a] * p
        lignes.append(ligne)
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(lignes[k][i]))
        lignes[i], lignes[pivot] = lignes[pivot], lignes[i]
        for k in range(n):
            if k != i:
                facteur = lignes[k][i] / lignes[i][i]
                lignes[k] = [x - facteur * y for x, y in zip(lignes[k], lignes[i], strict=True)]
    return [lignes[i][n] / lignes[i][i] for i in range(n)]
