"""What the reference solution answers to the hidden questions, found by running it once.

And what known mistakes answer to them, so that they can be named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder import cache, judges
from autograder.evidence import NoEvidence
from autograder.markers import without_hidden, without_markers
from autograder.misconceptions import MISCONCEPTIONS, Misconception
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
    mistakes: tuple[tuple[Misconception, tuple[Any, ...]], ...] = ()  # and what each answers

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


Known = Mapping[str, Sequence[Misconception]]
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
            known = MISCONCEPTIONS.get(path.stem, {})
            found = _kept(nb, key, folder, known)
            if found is None:
                found = _run(nb, seed, limits, path)
                found = replace(
                    found, exercises=_with_mistakes(nb, found, known, seed, limits, path)
                )
                if folder:
                    cache.keep(folder, key, _evidence(found, known))
            _cache[key] = found
        except ReferenceProblem as problem:  # the whole class would meet it, one after the other
            _cache[key] = problem
    result = _cache[key]
    if isinstance(result, ReferenceProblem):
        raise result
    return result


def _parsed(text: str, path: Path) -> NotebookNode:
    try:
        return nbformat.reads(text, as_version=4)
    except Exception:
        raise ReferenceProblem(
            f"{path.name}: the assignment's source is damaged: run `python -m autograder release`"
        ) from None


def _kept(nb: NotebookNode, key: str, folder: Path | None, known: Known) -> Reference | None:
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
        exercise = Exercise(name, float(meta["points"]), questions, answers)
        mistakes = [
            (one, evidence.pop(_entry(name, number)))
            for number, one in enumerate(known.get(exercise.answer_id, ()))
            if _entry(name, number) in evidence
        ]
        exercises[name] = replace(exercise, mistakes=tuple(mistakes))
    return None if evidence else Reference(exercises, _skipped(nb))


def _evidence(found: Reference, known: Known) -> dict[str, tuple[Any, ...]]:
    """Return what the cache keeps: the answers of the reference, and those of the mistakes."""
    kept = {}
    for name, one in found.exercises.items():
        kept[name] = one.answers
        numbers = {mistake: n for n, mistake in enumerate(known.get(one.answer_id, ()))}
        kept |= {_entry(name, numbers[mistake]): answers for mistake, answers in one.mistakes}
    return kept


def _entry(name: str, number: int) -> str:
    return f"{name}\nmistake {number}"


def _with_mistakes(
    nb: NotebookNode, found: Reference, known: Known, seed: int, limits: Limits, path: Path
) -> dict[str, Exercise]:
    """Let the known mistakes answer too, in a kernel of their own: whatever one of them does,
    the reference's answers stand. One that fits the answer no longer, or gives no evidence, is
    left out.
    """
    if not known:
        return found.exercises
    exercises = {}
    with Session(limits=limits, cwd=str(path.parent)) as session:
        answer = ""
        for cell in nb.cells:
            if is_skipped(cell):
                continue
            meta = cell.metadata.get("nbgrader", {})
            session.run(without_hidden(cell.source))
            if meta.get("solution"):
                answer = without_markers(cell.source)
            if not meta.get("grade"):
                continue
            name = meta["grade_id"]
            exercise, mistakes = found.exercises[name], []
            for one in known.get(exercise.answer_id, ()):
                if not one.en or answer.count(one.old) != 1:
                    continue
                session.run(answer.replace(one.old, one.new))
                answers = tuple(session.ask(exercise.questions, seed=seed, grade_id=name))
                if not any(isinstance(given, NoEvidence) for given in answers):
                    mistakes.append((one, answers))
            session.run(answer)
            exercises[name] = replace(exercise, mistakes=tuple(mistakes))
    return exercises


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
