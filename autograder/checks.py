"""`check` and `rng`, as the hidden part of a check cell imports them.

When grading, no line of these runs: the grader reads the hidden part (`questions.py`) and puts
its questions to two kernels. They are here so that an author can run a chapter's source by hand
and see that the reference passes its own checks.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder import evidence as transport
from autograder import judges

# fresh numbers at each run: a reference must pass on all of them
rng = np.random.default_rng()


def check(
    evidence: Any, judge: Callable[[Any, Any], Any], *, about: str, wanted: Any = None
) -> None:
    """Hold `evidence` against `wanted`: print a tick, or raise an AssertionError that says why not.

    Args:
        evidence: plain data: numbers, strings, lists, dicts with string keys, arrays.
        judge: one of `autograder.judges`, or a function `(got, wanted) -> bool`.
        about: what is asked, in words that a student may read.
        wanted: what the judge compares with, where it is not the reference's own evidence.
    """
    seen = transport.plain(evidence)
    passed, reason = judges.apply(judge, seen, seen if wanted is None else transport.plain(wanted))
    if not passed:
        raise AssertionError(f"{about}: the judge rejects the reference's own evidence: {reason}")
    print(f"✓ {about}")
