"""`expect`: the visible check that says what was tested, what came, and the likely mistake."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from course_utils.language import tr


class NotYet(AssertionError):
    """An answer that is not right yet. Shown as its message alone, without a traceback."""

    def _render_traceback_(self) -> list[str]:  # IPython's hook
        return str(self).splitlines()


def expect(
    got: Any,
    wanted: Any,
    *,
    what: str,
    mistakes: Mapping[Any, str] | Iterable[tuple[Any, str]] = (),
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> None:
    """Print a tick if `got` equals `wanted`; else raise `NotYet` with the likely cause.

    An exception that none of the `mistakes` explains is raised again, with its traceback.

    Args:
        got: what the student's code gave: a number, a string, a list or an array; or the
            exception that it raised, see `attempt`.
        wanted: the right answer; or a function of `got` that is true of every right answer.
        what: what was tested, in words a student can act on, such as
            `"expected_reward(P, 14, RIGHT)"`.
        mistakes: what typical mistakes give, each with its explanation: a mapping from value to
            text, or pairs `(value or function of got, text)`. The first that fits is shown.
        rtol: relative tolerance of numbers.
        atol: absolute tolerance of numbers.
    """
    if _fits(got, wanted, rtol, atol):
        print(f"✓ {what}")
        return
    lines = [f"✗ {what}", f"  {tr(en='your answer:', fr='votre réponse :')} {_show(got)}"]
    if not callable(wanted):
        lines.append(f"  {tr(en='wanted:', fr='attendu :')} {_show(wanted)}")
    if difference := _difference_in_kind(got, wanted):
        lines.append(f"  {difference}")
    pairs = mistakes.items() if isinstance(mistakes, Mapping) else mistakes
    for mistake, text in pairs:
        if _fits(got, mistake, rtol, atol):
            lines.append(f"  {tr(en='likely cause:', fr='cause probable :')} {text}")
            break
    else:
        if isinstance(got, Exception):
            raise got
    raise NotYet("\n".join(lines))


def attempt(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Return what `function` returns, or the exception it raises, for `expect` to explain."""
    try:
        return function(*arguments, **options)
    except Exception as error:
        return error


def about_shapes(got: Any) -> bool:
    """Return whether it is numpy's exception for arrays that do not fit, as mixed-up axes give.

    Its sentence does not say which axis.
    """
    words = ("broadcast", "mismatch", "aligned", "square", "dimension")
    return isinstance(got, ValueError) and any(word in str(got) for word in words)


def _fits(got: Any, wanted: Any, rtol: float, atol: float) -> bool:
    try:
        if callable(wanted):
            return bool(wanted(got))
        if got is None or wanted is None:
            return got is wanted
        got, wanted = np.asarray(got), np.asarray(wanted)
        if got.shape != wanted.shape or got.dtype == object:
            return False
        if wanted.dtype.kind in "biufc" and got.dtype.kind in "biufc":
            return bool(np.allclose(got, wanted, rtol=rtol, atol=atol))
        return bool(np.all(got == wanted))
    except Exception:  # an answer so odd that it cannot be compared is not this one
        return False


def _difference_in_kind(got: Any, wanted: Any) -> str:
    if got is None:
        return tr(
            en="None: is a `return` missing?",
            fr="None : manque-t-il un `return` ?",
        )
    if callable(wanted) or isinstance(got, Exception):
        return ""
    try:
        came, due = tuple(np.shape(got)), tuple(np.shape(wanted))  # a tensor's is no tuple
    except ValueError:
        return tr(en="a ragged list", fr="une liste irrégulière")
    if came != due:
        return tr(
            en=f"shape {came}, where shape {due} was wanted",
            fr=f"forme {came}, au lieu de la forme {due}",
        )
    try:
        if np.asarray(got).dtype.kind == "f" and np.isnan(np.asarray(got)).any():
            return tr(en="there is a NaN in it", fr="il contient un NaN")
    except (TypeError, ValueError):
        pass
    return ""


def _show(value: Any) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Exception):
        return f"{type(value).__name__}: {value}"
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=4, suppress_small=True, threshold=60)
        return text.replace("\n", "\n      ")
    if isinstance(value, (list, tuple)) and any(
        isinstance(part, (float, np.generic)) for part in value
    ):
        shown = ", ".join(_show(part) for part in value)  # numpy's own repr is np.float64(0.5)
        text = f"[{shown}]" if isinstance(value, list) else f"({shown})"
    else:
        text = repr(value)
    return text if len(text) <= 300 else text[:297] + "..."
