"""What a number given by hand must be: each message says what was wanted and what came."""

from numbers import Real
from typing import Any


def whole(value: Any, name: str, *, least: int = 1) -> int:
    """Return a whole number as an int: 8, 8.0 and those of numpy are; 2.5, "8" and None are not."""
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not number or value % 1 != 0 or value < least:
        raise ValueError(f"{name} is a whole number of at least {least}; got {value!r}")
    return int(value)


def check_seed(seed: Any) -> int:
    """Return a seed as an int, or say what a seed is."""
    try:
        return whole(seed, "seed", least=0)
    except ValueError as error:
        raise ValueError(f"{error}. Any will do: the same seed gives the same games") from None


def check_probability(value: Any, name: str) -> float:
    """Return a probability as a float."""
    if not isinstance(value, Real) or not 0 <= float(value) <= 1:
        raise ValueError(f"{name} is a probability, 0 to 1; got {value!r}")
    return float(value)
