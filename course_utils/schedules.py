"""Numbers that change while an agent learns, such as epsilon: functions of the step."""

import math
from collections.abc import Callable
from numbers import Real

Schedule = Callable[[int], float]


def constant(value: float) -> Schedule:
    """Return a schedule that is `value` at every step."""
    _check_numbers(value=value)

    def schedule(step: int) -> float:
        return float(value)

    return schedule


def linear(start: float, end: float, steps: int) -> Schedule:
    """Return a schedule that goes from `start` at step 0 to `end` at step `steps`, and stays.

    This is how epsilon is annealed in Mnih et al. (2015): linear(1.0, 0.1, 1_000_000).
    """
    _check_numbers(start=start, end=end, steps=steps)
    if steps < 1:
        raise ValueError(f"a schedule takes at least 1 step to reach its end; got steps={steps}")

    def schedule(step: int) -> float:
        passed = min(max(step / steps, 0.0), 1.0)
        # weighted like this, both ends are met exactly
        return float((1 - passed) * start + passed * end)

    return schedule


def _check_numbers(**numbers: float) -> None:
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, Real):
            raise TypeError(f"{name} is a number; got {number!r} ({type(number).__name__})")
        if not math.isfinite(number):
            raise ValueError(f"{name} is a finite number; got {number!r}")
