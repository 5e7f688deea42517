"""What the reference solution answers to the hidden questions, found by running it once."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder import judges
from autograder.evidence import NoEvidence
from autograder.markers import without_hidden
from autograder.questions import BadQuestion, Question, questions_of
from autograder.session import Limits, Session, is_skipped


class ReferenceProblem(Exception):
    """The course's own solution fails: for the instructor; no student can be graded with it."""


@dataclass(frozen=True)
class Exercise:
    """One check cell, with the reference's evidence for each of its questions."""

    grade_id: str  # of the check cell
    points: float
    questions: tuple[Question, ...]
    wanted: tuple[Any, ...]

    @property
    def answer_id(self) -> str:
        """The grade_id of the cell that the student fills in."""
        return self.grade_id.removesuffix("-test")


@dataclass(frozen=True)
class Reference:
    exercises: dict[str, Exercise]  # by grade_id of the check cell
    skipped: frozenset[str]  # ids of the cells that are not run when grading


_cache: dict[tuple[str, int], Reference | ReferenceProblem] = {}


def reference_of(path: Path, *, seed: int, limits: Limits) -> Reference:
    """Return the reference's exercises and evidence; run once a process for a content and seed.

    Args:
        path: nbgrader's source notebook.
        seed: the assignment's secret seed.
        limits: for each cell, question and the whole run.

    Raises:
        ReferenceProblem: a cell of the reference fails, gives no evidence, or is rejected by its
            own judge.
    """
    text = path.read_text(encoding="utf-8")
    key = (hashlib.sha256(text.encode()).hexdigest(), seed)
    if key not in _cache:
        try:
            _cache[key] = _run(nbformat.reads(text, as_version=4), seed, limits, path)
        except ReferenceProblem as problem:  # the whole class would meet it, one after the other
            _cache[key] = problem
    found = _cache[key]
    if isinstance(found, ReferenceProblem):
        raise found
    return found


def _run(nb: NotebookNode, seed: int, limits: Limits, path: Path) -> Reference:
    exercises: dict[str, Exercise] = {}
    with Session(limits=limits, cwd=str(path.parent)) as session:
        for cell in nb.cells:
            if is_skipped(cell):
                continue
            meta = cell.metadata.get("nbgrader", {})
            name = meta.get("grade_id") or cell.get("id", "?")
            reply = session.run(without_hidden(cell.source))
            if reply.status != "ok":
                raise ReferenceProblem(
                    f"{path.name}, cell {name!r}: the reference itself ends with "
                    f"{reply.error or reply.status}. Correct the chapter's source and release again"
                )
            if not meta.get("grade"):
                continue
            try:
                questions = tuple(questions_of(cell.source))
            except BadQuestion as error:
                raise ReferenceProblem(f"{path.name}, cell {name!r}: {error}") from None
            wanted = tuple(session.ask(questions, seed=seed, grade_id=name))
            for number, (question, value) in enumerate(zip(questions, wanted, strict=True), 1):
                if problem := _rejected(question, value):
                    raise ReferenceProblem(f"{path.name}, cell {name!r}, check {number}: {problem}")
            exercises[name] = Exercise(name, float(meta["points"]), questions, wanted)
    skipped = frozenset(
        cell.get("id", "") for cell in nb.cells if cell.cell_type == "code" and is_skipped(cell)
    )
    return Reference(exercises, skipped)


def _rejected(question: Question, wanted: Any) -> str:
    if isinstance(wanted, NoEvidence):
        return f"the reference gives no evidence ({wanted.error or wanted.kind})"
    for language in ("en", "fr"):
        try:
            judge, _ = question.judged_by(language)
            passed, reason = judges.apply(judge, wanted, wanted)
        except Exception as error:  # an author's judge may raise anything
            return f"{question.judge} cannot judge the reference: {type(error).__name__}: {error}"
        if not passed:
            return f"{question.judge} rejects the reference's own evidence: {reason}"
    return ""
