"""Means by hand, a warning, and prints of every step."""

# %% answer
import warnings


def success_interval(returns, z=1.96):
    total = 0
    for one in returns:
        total = total + one
    n = 0
    for _ in returns:
        n = n + 1
    rate = total / n
    warnings.warn("intervals are hard", UserWarning, stacklevel=2)
    root = ((rate - rate**2) / n + (z / n) ** 2 / 4) ** 0.5
    low = (rate + z**2 / n / 2 - z * root) / (1 + z**2 / n)
    high = low + 2 * z * root / (1 + z**2 / n)
    print(rate, low, high)
    return rate, low, high
