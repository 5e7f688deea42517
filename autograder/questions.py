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
    secret_setup: str = ""  # run in the reference's kernel only: what defines `wanted_…`
    wanted: str = ""  # evaluated there too, where it is not the evidence that is wanted

    def judged_by(self, language: str) -> tuple[Any, str]:
        """Return the judge and the text of `about`, in `language`."""
        names = {**vars(judges), "np": np, "numpy": np, "tr": tr}
        with in_language(language):
            exec(self.imports, names)
            return eval(self.judge, names), str(eval(self.about, names))

    def of_reference(self) -> tuple[str, str]:
        """Return setup and expression for the reference's kernel; `split` takes the answer."""
        setup = "\n".join(part for part in (self.setup, self.secret_setup) if part)
        return setup, f"[{self.evidence}, {self.wanted}]" if self.wanted else self.evidence

    def split(self, answer: Any) -> tuple[Any, Any]:
        """Return the reference's own evidence, and what everybody's is held against."""
        own, wanted = answer if self.wanted else (answer, answer)
        return own, wanted


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
    secret: list[str] = []
    for node in body:
        if isinstance(node, ast.Expr) and _is_check(node.value):
            assert isinstance(node.value, ast.Call)
            before = "\n".join(setup), "\n".join(secret)
            questions.append(_question(node.value, *before, imported, imports))
            setup, secret = [], []
        elif _defines_wanted(node):
            secret.append(ast.unparse(node))
        elif not _from_autograder(node):
            if any(_is_check(inner) for inner in ast.walk(node)):
                raise BadQuestion(
                    f"a check inside another statement cannot be put: {ast.unparse(node)[:80]!r}. "
                    "Write each check on its own, at the left margin"
                )
            if names := sorted(filter(_is_secret, _names(node))):
                raise BadQuestion(
                    f"{names[0]!r} is not sent to students' kernels, so "
                    f"{ast.unparse(node)[:80]!r} cannot use it: only `wanted=…` can, and what "
                    "defines another `wanted_…`"
                )
            setup.append(ast.unparse(node))
    if not questions:
        raise BadQuestion("no check(evidence, judge, about=…) in the hidden part: nothing to grade")
    if setup or secret:
        raise BadQuestion(f"after the last check nothing is run: {(setup + secret)[0][:80]!r}")
    return questions


def question_seed(seed: int, grade_id: str, number: int) -> int:
    """Return the seed of one question's `rng`.

    A digest, so that a kernel that sees one question's seed can tell nothing of the next one's.
    """
    digest = hashlib.sha256(f"{seed}/{grade_id}/{number}".encode()).digest()
    return int.from_bytes(digest[:16], "big")


def _question(
    call: ast.Call, setup: str, secret_setup: str, imported: str, imports: list
) -> Question:
    text = ast.unparse(call)[:80]
    given = dict(zip(("evidence", "judge"), call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg not in ("evidence", "judge", "about", "wanted") or keyword.arg in given:
            raise BadQuestion(f"check(evidence, judge, about=…) has no {keyword.arg!r}: {text!r}")
        given[keyword.arg] = keyword.value
    if not {"evidence", "judge", "about"} <= set(given) or len(call.args) > 2:
        raise BadQuestion(f"wanted check(evidence, judge, about=…), got {text!r}")
    if names := sorted(filter(_is_secret, _names(given["evidence"]))):
        raise BadQuestion(
            f"the evidence of {text!r} uses {names[0]!r}, which is not sent to a student's kernel: "
            "it belongs into `wanted=…`"
        )
    known = set(vars(judges)) | set(vars(builtins)) | {"np", "numpy", "tr"}
    known |= {(a.asname or a.name).split(".")[0] for node in imports for a in node.names}
    for part in ("judge", "about"):
        for name in _names_read(given[part]) - known:
            raise BadQuestion(
                f"the {part} of {text!r} uses {name!r}, which exists in the kernels only. "
                "The grader evaluates it: write the value there"
            )
    parts = {name: ast.unparse(node) for name, node in given.items()}
    return Question(setup=setup, secret_setup=secret_setup, imports=imported, **parts)


def _defines_wanted(node: ast.stmt) -> bool:
    """Say whether it is the definition of a `wanted_…`: the way to the right answer."""
    if isinstance(node, ast.FunctionDef):
        return _is_secret(node.name)
    targets = node.targets if isinstance(node, ast.Assign) else []
    return bool(targets) and all(isinstance(t, ast.Name) and _is_secret(t.id) for t in targets)


def _is_secret(name: str) -> bool:
    return name.startswith("wanted_")


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


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
