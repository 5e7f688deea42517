"""Evidence: what a kernel answered, as plain data that the grader has checked.

Two kernels send JSON that `prelude.encode` made; `decode` trusts none of it. What comes out is
Python's None, bool, int, float, str, lists, dicts with string keys, and numpy arrays.
"""

import builtins
import json
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from autograder import prelude

MIME = prelude.MIME
MAX_BYTES = 8_000_000
MAX_ITEMS = prelude.MAX_NUMBERS
MAX_DEPTH = 10
MAX_TEXT = 100_000
MAX_TABLE = 20_000_000  # characters that the texts take up as an array, each as long as the longest
_PRELUDE = Path(prelude.__file__).read_text(encoding="utf-8")
# an exception's name is shown to the student: one made up could carry what the question holds
ERRORS = {name for name in vars(builtins) if name.endswith(("Error", "Exit", "Interrupt"))} | {
    "AxisError",
    "Exception",
    "LinAlgError",
}
_DTYPES: dict[str, Any] = {"b": bool, "i": np.int64, "u": np.int64, "f": float, "U": str}


class BadEvidence(ValueError):
    """What came is not evidence."""


@dataclass(frozen=True, slots=True)
class NoEvidence:
    """Why a kernel gave none."""

    kind: str  # "error" (it raised), "timeout", "dead", "not plain" (no plain data), "not asked"
    error: str = ""  # the exception's class name, where kind is "error"


def question_code(
    *, seed: int, setup: str, expression: str, first: bool, moment: str | None = None
) -> str:
    """Return the one expression to evaluate in a kernel, as a user expression.

    Args:
        seed: of this question's `rng`.
        setup: the statements before it.
        expression: gives the evidence.
        first: it is the first of its check cell.
        moment: what was given to `moment_code`; None to ask about the names as they are now.
    """
    return _in_kernel(f"ask(kernel_names, {seed}, {setup!r}, {expression!r}, {first}, {moment!r})")


def moment_code(moment: str) -> str:
    """Return the expression that keeps a kernel's names as they are now under a name."""
    return _in_kernel(f"remember(kernel_names, {moment!r})")


def _in_kernel(call: str) -> str:
    # a notebook may have used `exec` or `globals` as names of its own
    return (
        f"(lambda kernel, names: (kernel.exec({_PRELUDE!r}, names), "
        f"kernel.eval({call!r}, names, {{'kernel_names': kernel.globals()}}))[1])"
        "(__import__('builtins'), {})"
    )


def from_reply(reply: dict) -> Any:
    """Return the evidence in a kernel's answer to a user expression, or `NoEvidence`."""
    if reply.get("status") != "ok":
        name = str(reply.get("ename", ""))
        if name == "TypeError" and "evidence" in str(reply.get("evalue", "")):
            return NoEvidence("not plain")
        return NoEvidence("error", name if name in ERRORS else "Exception")
    try:
        return decode(reply["data"][MIME])
    except Exception:  # whatever is wrong with it, it is not evidence
        return NoEvidence("not plain")


def plain(value: Any) -> Any:
    """Return `value` as the grader would see it, after both ends of the transport."""
    return decode(json.loads(json.dumps({"evidence": prelude.encode(value)}, allow_nan=False)))


def decode(message: Any) -> Any:
    """Return the evidence in `message`, `{"evidence": …}`; raise `BadEvidence` if it is none."""
    if not isinstance(message, dict) or set(message) != {"evidence"}:
        raise BadEvidence("wanted {'evidence': …}")
    # a cheap upper bound first: decoding walks every item
    if len(json.dumps(message)) > MAX_BYTES:
        raise BadEvidence(f"more than {MAX_BYTES} bytes")
    decoder = _Decoder()
    value = decoder.value(message["evidence"], 0)
    if decoder.longest * decoder.items > MAX_TABLE:  # judges make arrays of lists
        raise BadEvidence("too much text")
    return value


class _Decoder:
    def __init__(self) -> None:
        self.items = self.text = self.longest = 0

    def value(self, data: Any, depth: int) -> Any:
        self.items += 1
        if self.items > 2 * MAX_ITEMS or depth > MAX_DEPTH:
            raise BadEvidence("too much of it")
        if data is None or isinstance(data, (bool, float)):
            if isinstance(data, float) and not np.isfinite(data):
                raise BadEvidence("a bare NaN or infinity")
            return data
        if isinstance(data, int):
            if abs(data) >= 2**63:
                raise BadEvidence("an integer of more than 64 bits")
            return data
        if isinstance(data, str):
            self.text += len(data)
            self.longest = max(self.longest, len(data))
            if self.text > MAX_TEXT:
                raise BadEvidence("too much text")
            return data
        if isinstance(data, list):
            return [self.value(item, depth + 1) for item in data]
        if isinstance(data, dict):
            return self.tagged(data, depth)
        raise BadEvidence(f"a {type(data).__name__}")

    def tagged(self, data: dict, depth: int) -> Any:
        if set(data) == {"float"} and data["float"] in ("nan", "inf", "-inf"):
            return float(data["float"])
        if set(data) == {"dict"} and isinstance(data["dict"], dict):
            return {str(key): self.value(item, depth + 1) for key, item in data["dict"].items()}
        if set(data) == {"array", "shape", "data"}:
            return self.array(data, depth)
        raise BadEvidence("an unknown tag")

    def array(self, data: dict, depth: int) -> np.ndarray:
        kind, shape, flat = data["array"], data["shape"], data["data"]
        if kind not in _DTYPES or not isinstance(shape, list) or not isinstance(flat, list):
            raise BadEvidence("not an array")
        if not all(type(n) is int and n >= 0 for n in shape) or len(shape) > 32:
            raise BadEvidence("not a shape")
        items = [self.value(item, depth + 1) for item in flat]
        if prod(shape) != len(items):
            raise BadEvidence(f"shape {shape} with {len(items)} numbers")
        wanted = {"b": bool, "i": int, "u": int, "f": (int, float), "U": str}[kind]
        if self.longest * self.items > MAX_TABLE:
            raise BadEvidence("too much text")
        if not all(isinstance(i, wanted) and (kind == "b" or type(i) is not bool) for i in items):  # type: ignore[arg-type]
            raise BadEvidence("the array's entries are not of its kind")
        return np.array(items, dtype=_DTYPES[kind]).reshape(shape)
