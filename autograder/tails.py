"""How far a count may stray before chance is no explanation: exact binomial tails."""

import functools
from math import erfc, lgamma, sqrt

import numpy as np


def binomial_range(n: np.ndarray, p: np.ndarray, sigmas: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest count of `n` draws with probability `p` that is likely.

    Below the lowest and above the highest lies, on each side, less than the probability that a
    normal variable is more than `sigmas` standard deviations out on that side.

    Args:
        n: int array, numbers of draws.
        p: float array of the same shape.
        sigmas: see above.

    Returns:
        Two int arrays of that shape.
    """
    tail = erfc(sigmas / sqrt(2)) / 2
    ranges = [_range(int(i), float(j), tail) for i, j in zip(n.ravel(), p.ravel(), strict=True)]
    low, high = np.array(ranges).T.reshape(2, *n.shape)
    return low, high


@functools.lru_cache(maxsize=10_000)  # a class is held to the same ranges, student by student
def _range(n: int, p: float, tail: float) -> tuple[int, int]:
    if p <= 0 or p >= 1:
        return (0, 0) if p <= 0 else (n, n)
    k = np.arange(n + 1)
    log_factorial = np.array([lgamma(i + 1) for i in range(n + 1)])
    log_choose = log_factorial[n] - log_factorial - log_factorial[::-1]
    mass = np.exp(log_choose + k * np.log(p) + (n - k) * np.log1p(-p))
    low = int(np.searchsorted(np.cumsum(mass), tail, side="right"))
    high = n - int(np.searchsorted(np.cumsum(mass[::-1]), tail, side="right"))
    return low, high
