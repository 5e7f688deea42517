"""Judges: evidence in, verdict on one check out. Pure functions of (got, wanted).

`close(...)` and the others return a `Judge`; called with the student's evidence and the
reference's it gives `(passed, reason)`. A reason says how the answer differs in kind, in the
language in use, and never quotes an input or an expected value. Any function
`(got, wanted) -> bool` serves as a judge too.

Lists and arrays are the same thing here, and so are tuples; so are ints and whole floats, and
floats of any width. A NaN equals nothing, itself included. A bool is not a number: `True` for
1.0 most often means that a comparison was returned in place of a value, so it fails with that
reason, in either direction.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.compare import (
    PASSED,
    Result,
    about_numbers,
    actions_of,
    differs,
    has_nan,
    other_shape,
    same,
    share,
    walk,
    whole_numbers,
)
from autograder.tails import binomial_range
from course_utils.exact import success_probability
from course_utils.lakes import make_lake, model_of
from course_utils.language import tr

Judge = Callable[[Any, Any], Result]


def apply(judge: Callable[[Any, Any], Any], got: Any, wanted: Any) -> Result:
    """Return `(passed, reason)` of any judge, a plain function included."""
    verdict = judge(got, wanted)
    if isinstance(verdict, tuple):
        passed, reason = verdict
        return bool(passed), str(reason)
    return (True, "") if bool(verdict) else (False, differs())


def close(*, rtol: float = 1e-5, atol: float = 1e-5) -> Judge:
    """Numbers, any nesting: same shape, every number close to the reference's.

    The tolerances leave room for sums of 32-bit floats; no mistake is that small.
    """

    def compare(got: np.ndarray, wanted: np.ndarray) -> Result:
        if wanted.dtype.kind not in "if":
            return same(got, wanted)
        right = np.isclose(got, wanted, rtol=rtol, atol=atol)
        return about_numbers(got, wanted, right)

    return lambda got, wanted: walk(got, wanted, compare)


def equal() -> Judge:
    """Integers, strings, booleans, any nesting: the same as the reference's."""
    return lambda got, wanted: walk(got, wanted, same)


def best_actions(*, atol: float = 1e-8) -> Judge:
    """Actions, shape (n,): the value of each, by the Q-values (n, n_actions) that are `wanted`, is
    within `atol` of the best. Any tie will do.
    """

    def judge(got: Any, wanted: Any) -> Result:
        q = np.asarray(wanted, dtype=float)
        actions, reason = actions_of(got, n=len(q), n_actions=q.shape[1])
        if actions is None:
            return False, reason
        right = q[np.arange(len(q)), actions] >= q.max(axis=1) - atol
        return share(
            right, tr(en="actions are not a best one", fr="actions ne sont pas les meilleures")
        )

    return judge


def reaches_goal(*, at_least: float = 0.99, steps: int = 100) -> Judge:
    """`{"map": …, "slippery": bool, "policy": (n_states,)}`: the policy's exact probability of
    reaching the goal within `steps` steps on the reference's map is `at_least` that.
    """

    def judge(got: Any, wanted: Any) -> Result:
        chance, reason = _success(got, wanted, steps)
        if chance is None:
            return False, reason
        return _reached(chance, chance >= at_least)

    return judge


def as_good_as_reference(*, tolerance: float = 0.01, steps: int = 100) -> Judge:
    """The same evidence: exact probability at least the reference's, less `tolerance`."""

    def judge(got: Any, wanted: Any) -> Result:
        chance, reason = _success(got, wanted, steps)
        if chance is None:
            return False, reason
        best, _ = _success(wanted, wanted, steps)
        assert best is not None, "the reference's own policy is invalid"
        return _reached(chance, chance >= best - tolerance)

    return judge


def drawn_from(probabilities: Sequence | None = None, *, sigmas: float = 6) -> Judge:
    """Counts, shape (n,) or (rows, n): none is further out than `sigmas` standard deviations.

    Without `probabilities`, which then depend on the secret inputs, `wanted` is
    `{"draws": …, "probabilities": …}`: how many a row, and the probabilities in the counts' shape.

    Each count is held to the exact binomial distribution: as improbable as `sigmas` standard
    deviations of a normal one (6: once in 500 million, since a class of 300 hands in some 200,000).
    That is the z-test where counts are large, and does not cry wolf where they are small. A row's
    total must be the reference's.
    """

    def judge(got: Any, wanted: Any) -> Result:
        if probabilities is None:
            p = np.asarray(wanted["probabilities"], dtype=float)
            shape, totals = p.shape, np.asarray(wanted["draws"])[..., None]
        else:
            p = np.asarray(probabilities, dtype=float)
            shape, totals = np.shape(wanted), np.sum(wanted, axis=-1, keepdims=True)
        counts, reason = whole_numbers(got, shape)
        if counts is None:
            return False, reason
        if (counts < 0).any() or (counts.sum(axis=-1, keepdims=True) != totals).any():
            return False, tr(
                en="the counts do not add up to the number of draws",
                fr="la somme des effectifs n'est pas le nombre de tirages",
            )
        n, chance = np.broadcast_arrays(totals, np.broadcast_to(p, shape))
        low, high = binomial_range(n, chance, sigmas)
        right = (counts >= low) & (counts <= high)
        text = tr(
            en="counts are too far from what the probabilities say",
            fr="effectifs sont trop loin de ce que disent les probabilités",
        )
        return share(right, text)

    return judge


def each(judge: Judge) -> Judge:
    """A list of evidence: the judge passes every item."""

    def judge_all(got: Any, wanted: Any) -> Result:
        if not isinstance(got, list) or len(got) != len(wanted):
            return False, other_shape()
        results = (judge(g, w) for g, w in zip(got, wanted, strict=True))
        return next((result for result in results if not result[0]), PASSED)

    return judge_all


def resting_on(basis: Judge, answer: Judge) -> Judge:
    """`{"basis": …, "answer": …}`: both pass. For an answer that is known beforehand (no
    difference) or found in other ways, beside a basis that only the exercise itself gives.
    """

    def judge(got: Any, wanted: Any) -> Result:
        if not isinstance(got, dict) or set(got) != {"basis", "answer"}:
            return False, other_shape()
        if not basis(got["basis"], wanted["basis"])[0]:
            return False, tr(
                en="the learning that this rests on is not right yet",
                fr="l'apprentissage sur lequel cela repose n'est pas encore juste",
            )
        return answer(got["answer"], wanted["answer"])

    return judge


def within(low: float, high: float) -> Judge:
    """Numbers: as many as the reference's, and every one in the interval [low, high]."""

    def compare(got: np.ndarray, wanted: np.ndarray) -> Result:
        if not wanted.size:
            return False, tr(en="there is no number", fr="il n'y a aucun nombre")
        text = tr(
            en="numbers are outside the interval that is right",
            fr="nombres sont hors de l'intervalle correct",
        )
        return (
            (False, has_nan()) if np.isnan(got).any() else share((got >= low) & (got <= high), text)
        )

    return lambda got, wanted: walk(got, wanted, compare)


def choices(*, hints: Mapping[str, str]) -> Judge:
    """The letter chosen is the reference's; else the hint for the letter chosen is the reason."""

    def judge(got: Any, wanted: Any) -> Result:
        if not isinstance(got, str):
            return False, tr(en="the answer is not a letter", fr="la réponse n'est pas une lettre")
        letter = got.strip().lower()
        if letter == str(wanted).strip().lower():
            return PASSED
        known = {str(key).strip().lower(): text for key, text in hints.items()}
        unknown = tr(
            en="that is not one of the letters", fr="ce n'est pas une des lettres proposées"
        )
        return False, known.get(letter, unknown)

    return judge


def _success(got: Any, wanted: Any, steps: int) -> tuple[float | None, str]:
    """Return the exact success probability of `got`'s policy on the reference's map, or why not."""
    cells = "".join(wanted["map"])
    policy = got.get("policy") if isinstance(got, dict) else None
    if (
        isinstance(policy, (list, np.ndarray))
        and len(policy) == len(cells)
        and np.ndim(policy[0]) == 0
    ):
        # no action is ever taken in a hole or on the goal: whatever stands there will do
        policy = [a if cell in "SF" else 0 for a, cell in zip(list(policy), cells, strict=True)]
    actions, reason = actions_of(policy, n=len(cells), n_actions=4)
    if actions is None:
        return None, reason
    model = model_of(make_lake(wanted["map"], slippery=bool(wanted["slippery"])))
    return success_probability(model, actions, steps=steps, start=cells.index("S")), ""


def _reached(chance: float, passed: bool) -> Result:
    if passed:
        return PASSED
    if chance == 0:
        return False, tr(
            en="the policy never reaches the goal", fr="la politique n'atteint jamais le but"
        )
    return False, tr(
        en="the policy reaches the goal too rarely", fr="la politique atteint trop rarement le but"
    )
