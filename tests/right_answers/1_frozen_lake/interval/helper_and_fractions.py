"""Exact fractions until the root; a helper inside."""

# %% answer
from fractions import Fraction


def success_interval(returns, z=1.96):
    n = len(returns)
    rate = Fraction(int(sum(returns)), n)
    square = Fraction(z) ** 2

    def end(sign):
        root = Fraction(math.sqrt(rate * (1 - rate) / n + square / (4 * n * n)))
        return (rate + square / (2 * n) + sign * Fraction(z) * root) / (1 + square / n)

    return float(rate), float(end(-1)), float(end(+1))
