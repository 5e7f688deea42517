"""The same interval as textbooks write it; a list."""

# %% answer
def success_interval(returns, z=1.96):
    n, wins = len(returns), sum(1 for one in returns if one > 0)
    losses = n - wins
    centre = (wins + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(wins * losses / n + z * z / 4)
    return [wins / n, centre - half, centre + half]
