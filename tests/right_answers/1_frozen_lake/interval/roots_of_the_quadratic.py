"""The ends as roots of the quadratic that defines them; cut at 0 and 1."""

LANGUAGE = "fr"

# %% answer
def success_interval(returns, z=1.96):
    n = len(returns)
    taux = sum(returns) / n
    a, b, c = 1 + z**2 / n, -(2 * taux + z**2 / n), taux**2
    racine = math.sqrt(max(0.0, b * b - 4 * a * c))
    return taux, max(0.0, (-b - racine) / (2 * a)), min(1.0, (-b + racine) / (2 * a))
