"""Which known mistake explains all that an answer gave? It is named, or nothing is said.

The mistakes answered the same questions in a kernel of their own (`reference`). Here a student's
evidence is compared with theirs; no mark depends on it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder import judges
from autograder.evidence import NoEvidence
from autograder.misconceptions import Misconception
from autograder.reference import Exercise
from autograder.verdict import CheckResult

SAME = judges.close(rtol=1e-5, atol=1e-8)
TELLING = 3  # different values: fewer, such as two zeros, many a mistake gives


def diagnose(
    exercise: Exercise, given: Sequence[Any], checks: Sequence[CheckResult]
) -> Misconception | None:
    """Return the one known mistake that gives what was given; None where there is none, or two.

    Args:
        exercise: with what the reference and the mistakes answer.
        given: the student's evidence, question by question.
        checks: how it was judged.
    """
    if all(check.passed for check in checks):
        return None
    fits = [
        one for one, answers in exercise.mistakes if _explains(exercise, answers, given, checks)
    ]
    return fits[0] if len(fits) == 1 else None


def _explains(
    exercise: Exercise,
    answers: Sequence[Any],
    given: Sequence[Any],
    checks: Sequence[CheckResult],
) -> bool:
    """Where the student fails, the mistake gives the same; where one passes, the other does."""
    told: set[Any] = set()
    rows = zip(exercise.questions, exercise.wanted, answers, given, checks, strict=True)
    for question, wanted, answer, came, check in rows:
        if check.passed:
            if not _passes(question.judged_by("en")[0], answer, wanted):
                return False
        elif isinstance(came, NoEvidence) or not _passes(SAME, came, answer):
            return False
        else:
            told |= set(_values(came))
    return len(told) >= TELLING


def _passes(judge: Any, got: Any, wanted: Any) -> bool:
    try:
        return judges.apply(judge, got, wanted)[0]
    except Exception:  # evidence of a kind that the judge never thought of
        return False


def _values(evidence: Any) -> Iterator[Any]:
    if isinstance(evidence, np.ndarray):
        yield from evidence.ravel().tolist()
    elif isinstance(evidence, (list, dict)):
        for part in evidence.values() if isinstance(evidence, dict) else evidence:
            yield from _values(part)
    else:
        yield evidence
