"""What the reference solution answers to the hidden questions, found by running it once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder import cache, judges
from autograder.evidence import NoEvidence
from autograder.markers import without_hidden
from autograder.questions import BadQuestion, Question, questions_of
from autograder.session import Limits, Session, is_skipped


class ReferenceProblem(Exception):
    """The course's own solution fails: for the instructor; no student can be graded with it."""


@dataclass(frozen=True)
class Exercise:
    """One check cell, with the reference's answer to each of its questions."""

    grade_id: str  # of the check cell
    points: float
    questions: tuple[Question, ...]
    answers: tuple[Any, ...]

    @property
    def wanted(self) -> tuple[Any, ...]:
        """What a student's evidence is held against, question by question."""
        pairs = zip(self.questions, self.answers, strict=True)
        return tuple(question.split(answer)[1] for question, answer in pairs)

    @property
    def answer_id(self) -> str:
        """The grade_id of the cell that the student fills in."""
        return self.grade_id.removesuffix("-test")


@dataclass(frozen=True)
class Reference:
    exercises: dict[str, Exercise]  # by grade_id of the check cell
    skipped: frozenset[str]  # ids of the cells that are not run when grading


_cache: dict[str, Reference | ReferenceProblem] = {}


def reference_of(path: Path, *, seed: int, limits: Limits, folder: Path | None = None) -> Reference:
    """Return the reference's exercises and evidence; run once for a content, seed and versions.

    Args:
        path: nbgrader's source notebook.
        seed: the assignment's secret seed.
        limits: for each cell, question and the whole run.
        folder: keeps what was found for the next process; see `autograder.cache`.

    Raises:
        ReferenceProblem: a cell of the reference fails, gives no evidence, or is rejected by its
            own judge.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise ReferenceProblem(
            f"{path.name}: the assignment's source cannot be read ({problem.strerror}): "
            "run `python -m autograder release`"
        ) from None
    key = cache.key_of(text, seed)
    if key not in _cache:
        try:
            nb = _parsed(text, path)
            kept = _kept(nb, key, folder)
            _cache[key] = found = kept or _run(nb, seed, limits, path)
            if folder and not kept:
                cache.keep(
                    folder, key, {name: one.answers for name, one in found.exercises.items()}
                )
        except ReferenceProblem as problem:  # the whole class would meet it, one after the other
            _cache[key] = problem
    known = _cache[key]
    if isinstance(known, ReferenceProblem):
        raise known
    return known


def _parsed(text: str, path: Path) -> NotebookNode:
    try:
        return nbformat.reads(text, as_version=4)
    except Exception:
        raise ReferenceProblem(
            f"{path.name}: the assignment's source is damaged: run `python -m autograder release`"
        ) from None


def _kept(nb: NotebookNode, key: str, folder: Path | None) -> Reference | None:
    """Return the reference from the evidence in the cache; None unless all of it fits."""
    evidence = cache.find(folder, key) if folder else None
    if evidence is None:
        return None
    exercises: dict[str, Exercise] = {}
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader", {})
        if not meta.get("grade"):
            continue
        name = meta["grade_id"]
        try:
            questions = tuple(questions_of(cell.source))
        except BadQuestion:
            return None
        answers = evidence.pop(name, ())
        if len(questions) != len(answers) or any(map(_rejected, questions, answers)):
            return None
        exercises[name] = Exercise(name, float(meta["points"]), questions, answers)
    return None if evidence else Reference(exercises, _skipped(nb))


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
            answers = tuple(session.ask(questions, seed=seed, grade_id=name, reference=True))
            for number, (question, answer) in enumerate(zip(questions, answers, strict=True), 1):
                if problem := _rejected(question, answer):
                    raise ReferenceProblem(f"{path.name}, cell {name!r}, check {number}: {problem}")
            exercises[name] = Exercise(name, float(meta["points"]), questions, answers)
    return Reference(exercises, _skipped(nb))


def _skipped(nb: NotebookNode) -> frozenset[str]:
    return frozenset(
        cell.get("id", "") for cell in nb.cells if cell.cell_type == "code" and is_skipped(cell)
    )


def _rejected(question: Question, answer: Any) -> str:
    if isinstance(answer, NoEvidence):
        return f"the reference gives no evidence ({answer.error or answer.kind})"
    own, wanted = question.split(answer)
    for language in ("en", "fr"):
        try:
            judge, _ = question.judged_by(language)
            passed, reason = judges.apply(judge, own, wanted)
        except Exception as error:  # an author's judge may raise anything
            return f"{question.judge} cannot judge the reference: {type(error).__name__}: {error}"
        if not passed:
            return f"{question.judge} rejects the reference's own evidence: {reason}"
    return ""
