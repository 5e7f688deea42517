"""Runs inside the kernels: answers one question as plain data.

The grader sends this file's text with each question, so a kernel needs nothing of `autograder`.
What a student's code does to it changes that student's evidence and nothing else: the grader
believes none of it (`evidence.decode`).
"""

MIME = "application/vnd.course.evidence+json"
MAX_NUMBERS = 200_000


def encode(value, depth=0):
    """Return `value` as JSON: numbers, strings and lists as they are, the rest by its kind.

    NaN and infinities become `{"float": "nan"}`, arrays `{"array": …, "shape": …, "data": …}`,
    dicts `{"dict": …}`. Anything else is a TypeError: evidence is plain data.
    """
    import numpy as np

    if depth > 8:
        raise TypeError("evidence is nested more than 8 deep")
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        value = float(value)
        return value if abs(value) < float("inf") else {"float": repr(value)}
    if isinstance(value, (list, tuple)):
        if len(value) > MAX_NUMBERS:
            raise TypeError(f"evidence has more than {MAX_NUMBERS} entries")
        return [encode(item, depth + 1) for item in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("evidence has a dict with keys that are not strings")
        return {"dict": {str(key): encode(item, depth + 1) for key, item in value.items()}}
    if hasattr(value, "__array__"):
        array = np.asarray(value)
        if array.dtype.kind not in "biufU":
            raise TypeError(f"evidence has an array of {array.dtype}: wanted numbers or strings")
        if array.size > MAX_NUMBERS:
            raise TypeError(f"evidence has more than {MAX_NUMBERS} entries")
        flat = encode(array.ravel().tolist(), depth + 1)
        return {"array": array.dtype.kind, "shape": list(array.shape), "data": flat}
    raise TypeError(
        f"evidence is numbers, strings, lists, dicts, arrays; not {type(value).__name__}"
    )


class Evidence:
    def __init__(self, data):
        self.data = data

    def _repr_mimebundle_(self, **_):
        return {"text/plain": "", MIME: self.data}


def remember(kernel_names, moment):
    """Keep the notebook's names as they are now, under the name of a moment."""
    moments = kernel_names.pop("__course_moments__", {})
    moments[moment] = dict(kernel_names)
    kernel_names["__course_moments__"] = moments


def recall(kernel_names, moment):
    """Put the names back as they were at that moment, unless they are already."""
    moments = kernel_names.get("__course_moments__", {})
    if moment in moments and kernel_names.get("__course_now__") != moment:
        kernel_names.clear()
        kernel_names.update(moments[moment])
        kernel_names.update(__course_moments__=moments, __course_now__=moment)


def ask(kernel_names, seed, setup, expression, first, moment=None):
    """Run `setup`, then return the evidence.

    Names that hidden lines define live beside the notebook's, not among them: a student's `env`
    or `P` is still the student's when the next cell runs. They last from check to check of a cell.
    """
    import random

    import numpy as np

    recall(kernel_names, moment)
    if first or "__course_question__" not in kernel_names:
        kernel_names["__course_question__"] = {}
    own = kernel_names["__course_question__"]
    names = {**kernel_names, **own}
    before = dict(names)
    # code that draws from the global generators answers the same each time it is graded
    random.seed(seed)
    np.random.seed(seed % 2**32)
    names["rng"] = np.random.default_rng(seed)
    try:
        exec(compile(setup, "<check>", "exec"), names)
        return Evidence({"evidence": encode(eval(compile(expression, "<check>", "eval"), names))})
    finally:
        own.update({k: v for k, v in names.items() if k not in before or before[k] is not v})
