"""Reads the hidden part of a check cell: which questions it puts, and who judges the answers."""

import ast
import builtins
import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder import judges
from autograder.markers import MarkerError, hidden
from course_utils.language import in_language, tr


class BadQuestion(ValueError):
    """A mistake of the author's in the hidden part of a check cell."""


@dataclass(frozen=True, slots=True)
class Question:
    """One `check(evidence, judge, about=…)`; every field is Python source."""

    setup: str  # the statements before it: run in the kernels
    evidence: str  # evaluated in the kernels
    judge: str  # evaluated in the grader only, and so is `about`
    about: str
    imports: str  # the hidden part's imports, for judge and about

    def judged_by(self, language: str) -> tuple[Any, str]:
        """Return the judge and the text of `about`, in `language`."""
        names = {**vars(judges), "np": np, "numpy": np, "tr": tr}
        with in_language(language):
            exec(self.imports, names)
            return eval(self.judge, names), str(eval(self.about, names))


def questions_of(source: str) -> list[Question]:
    """Return the questions of a check cell, in order.

    Raises:
        BadQuestion: there is none, or one that could not be put or judged.
    """
    try:
        body = ast.parse(hidden(source)).body
    except MarkerError as error:
        raise BadQuestion(str(error)) from None
    except SyntaxError as error:
        raise BadQuestion(f"the hidden part does not parse: {error}") from None
    imports = [node for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    imported = "\n".join(ast.unparse(node) for node in imports)
    questions: list[Question] = []
    setup: list[str] = []
    for node in body:
        if isinstance(node, ast.Expr) and _is_check(node.value):
            assert isinstance(node.value, ast.Call)
            questions.append(_question(node.value, "\n".join(setup), imported, imports))
            setup = []
        elif not _from_autograder(node):
            if any(_is_check(inner) for inner in ast.walk(node)):
                raise BadQuestion(
                    f"a check inside another statement cannot be put: {ast.unparse(node)[:80]!r}. "
                    "Write each check on its own, at the left margin"
                )
            setup.append(ast.unparse(node))
    if not questions:
        raise BadQuestion("no check(evidence, judge, about=…) in the hidden part: nothing to grade")
    if setup:
        raise BadQuestion(f"after the last check nothing is run: {setup[0][:80]!r}")
    return questions


def question_seed(seed: int, grade_id: str, number: int) -> int:
    """Return the seed of one question's `rng`.

    A digest, so that a kernel that sees one question's seed can tell nothing of the next one's.
    """
    digest = hashlib.sha256(f"{seed}/{grade_id}/{number}".encode()).digest()
    return int.from_bytes(digest[:16], "big")


def _question(call: ast.Call, setup: str, imported: str, imports: list) -> Question:
    text = ast.unparse(call)[:80]
    given = dict(zip(("evidence", "judge"), call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg not in ("evidence", "judge", "about") or keyword.arg in given:
            raise BadQuestion(f"check(evidence, judge, about=…) has no {keyword.arg!r}: {text!r}")
        given[keyword.arg] = keyword.value
    if set(given) != {"evidence", "judge", "about"} or len(call.args) > 2:
        raise BadQuestion(f"wanted check(evidence, judge, about=…), got {text!r}")
    known = set(vars(judges)) | set(vars(builtins)) | {"np", "numpy", "tr"}
    known |= {(a.asname or a.name).split(".")[0] for node in imports for a in node.names}
    for part in ("judge", "about"):
        for name in _names_read(given[part]) - known:
            raise BadQuestion(
                f"the {part} of {text!r} uses {name!r}, which exists in the kernels only. "
                "The grader evaluates it: write the value there"
            )
    parts = {name: ast.unparse(node) for name, node in given.items()}
    return Question(setup, parts["evidence"], parts["judge"], parts["about"], imported)


def _names_read(node: ast.AST) -> set[str]:
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    own = {n.id for n in names if isinstance(n.ctx, ast.Store)}
    own |= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    return {n.id for n in names if isinstance(n.ctx, ast.Load)} - own


def _is_check(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check"


def _from_autograder(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] == "autograder"
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] == "autograder" for alias in node.names)
    return False
