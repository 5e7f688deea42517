"""Compares two pieces of evidence kind by kind, and says how they differ without quoting either."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.language import tr

Result = tuple[bool, str]  # passed, and the reason where it did not
PASSED: Result = (True, "")


def walk(got: Any, wanted: Any, compare: Callable[[np.ndarray, np.ndarray], Result]) -> Result:
    """Compare nested evidence: dicts by key, what can be an array as an array, the rest by item."""
    if isinstance(wanted, dict):
        if not isinstance(got, dict) or set(got) != set(wanted):
            return False, tr(
                en="the answer does not have the parts that were asked for",
                fr="la réponse n'a pas les parties demandées",
            )
        return _all(walk(got[key], wanted[key], compare) for key in wanted)
    due, came = _array(wanted), _array(got)
    if due is None and isinstance(wanted, list):
        if not isinstance(got, (list, np.ndarray)) or len(got) != len(wanted):
            return False, other_shape()
        return _all(walk(g, w, compare) for g, w in zip(got, wanted, strict=True))
    if due is None:
        return (got is None, "" if got is None else differs())
    if came is None:
        return False, it_is_none() if got is None or _has_none(got) else other_shape()
    if came.shape != due.shape:
        return False, other_shape()
    if due.size and (kinds := _kinds_differ(came, due)):
        return False, kinds
    return compare(came, due)


def _all(results) -> Result:
    return next((result for result in results if not result[0]), PASSED)


def _array(value: Any) -> np.ndarray | None:
    """Return a rectangular array of one kind (bool, int, float, text), or None."""
    if isinstance(value, dict) or value is None:
        return None
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    if array.dtype.kind == "u":
        array = array.astype(np.int64)
    # numpy would make numbers of bools and text of numbers in a mixed list
    if isinstance(value, list) and array.size:
        kinds = {_kind(item) for item in _leaves(value)}
        if len(kinds) > 1:
            return None
    return array if array.dtype.kind in "bifU" else None


def _leaves(value: Any):
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return {"b": "bool", "U": "text"}.get(value.dtype.kind, "number")
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "number" if value is not None else "none"


def _has_none(value: Any) -> bool:
    return any(leaf is None for leaf in _leaves(value))


def _kinds_differ(got: np.ndarray, wanted: np.ndarray) -> str:
    kinds = _kind(got), _kind(wanted)
    if kinds[0] == kinds[1] or not got.size:
        return ""
    words = {
        "bool": tr(en="True or False", fr="True ou False"),
        "number": tr(en="a number", fr="un nombre"),
        "text": tr(en="text", fr="du texte"),
    }
    return tr(
        en=f"it is {words[kinds[0]]}, where {words[kinds[1]]} was wanted",
        fr=f"c'est {words[kinds[0]]}, là où l'on attend {words[kinds[1]]}",
    )


def same(got: np.ndarray, wanted: np.ndarray) -> Result:
    """Every entry is the same."""
    return about_numbers(got, wanted, got == wanted)


def about_numbers(got: np.ndarray, wanted: np.ndarray, right: np.ndarray) -> Result:
    """Pass if `right` is True everywhere; else say how the numbers differ in kind."""
    if np.all(right) and not (got.dtype.kind == "f" and np.isnan(got).any()):
        return PASSED
    if got.dtype.kind == "f" and not np.isfinite(got).all():
        return False, has_nan() if np.isnan(got).any() else tr(
            en="there is an infinity in it", fr="elle contient un infini"
        )
    if wanted.dtype.kind in "if" and np.any(wanted) and np.allclose(got, -wanted, rtol=1e-6):
        return False, tr(en="the sign is the other one", fr="le signe est opposé")
    if right.ndim == 0 or right.size == 1:
        return False, differs()
    return share(right, tr(en="values differ", fr="valeurs diffèrent"))


def share(right: np.ndarray, text: str) -> Result:
    """Pass if `right` is True everywhere; else say in how many places it is not."""
    wrong, n = int(right.size - right.sum()), right.size
    return (True, "") if not wrong else (False, f"{wrong} {tr(en='of', fr='sur')} {n} {text}")


def whole_numbers(got: Any, shape: tuple[int, ...]) -> tuple[np.ndarray | None, str]:
    """Return evidence of that shape as an int array, or None and the reason."""
    array = _array(got)
    if array is None or array.shape != shape:
        return None, it_is_none() if got is None or _has_none(got) else other_shape()
    if array.dtype.kind not in "if" or (array != np.round(array)).any():
        return None, tr(
            en="there are values that are not whole numbers",
            fr="certaines valeurs ne sont pas des entiers",
        )
    return array.astype(np.int64), ""


def actions_of(got: Any, *, n: int, n_actions: int) -> tuple[np.ndarray | None, str]:
    """Return the actions, int array (n,), or None and the reason."""
    actions, reason = whole_numbers(got, (n,))
    if actions is not None and ((actions < 0) | (actions >= n_actions)).any():
        return None, tr(
            en=f"there are actions that are not from 0 to {n_actions - 1}",
            fr=f"certaines actions ne sont pas comprises entre 0 et {n_actions - 1}",
        )
    return actions, reason


def differs() -> str:
    """Say that the answer is wrong, where no more is known."""
    return tr(en="the answer is not the right one", fr="la réponse n'est pas la bonne")


def other_shape() -> str:
    """Say that the shape differs."""
    return tr(
        en="the answer has another shape than was asked for",
        fr="la réponse n'a pas la forme demandée",
    )


def it_is_none() -> str:
    """Say that nothing was returned."""
    return tr(en="it is None: is a `return` missing?", fr="c'est None : manque-t-il un `return` ?")


def has_nan() -> str:
    """Say that there is a NaN."""
    return tr(en="there is a NaN in it", fr="elle contient un NaN")
