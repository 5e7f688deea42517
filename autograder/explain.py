"""`python -m autograder explain`: to an instructor, what a student's answer was held against.

The graded notebook runs once more, in the sandbox, and is asked what it was asked when it was
graded. Hidden inputs and right values are shown too: it is for the instructor's eyes.
"""

import argparse
import ast
import pprint
import sys
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from autograder.chapter import Chapter, GradeError, Options
from autograder.doctor import SandboxUnavailableError, require_sandbox
from autograder.evidence import NoEvidence
from autograder.execute import Run, exercise_numbers
from autograder.grade import released_chapters, require_known
from autograder.inbox import as_student
from autograder.markers import without_hidden
from autograder.questions import Question
from autograder.reference import Exercise, reference_of
from autograder.seeds import seed_of
from autograder.session import Limits, Session, is_skipped
from autograder.sources import ROOT
from autograder.submission import limits_of
from autograder.verdict import CheckResult
from course_utils.language import in_language

MOST = 700  # characters that are shown of one value
ARRAYS: dict[str, Any] = {"threshold": 60, "edgeitems": 3, "precision": 5}  # how numpy shows them
MOST_PLACES = 5  # in which two arrays differ
SCOPES = (  # what has names of its own
    *(ast.FunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def explain(
    exercise: str, student: str, *, root: Path = ROOT / "grading", sandbox: bool = True
) -> str:
    """Return what an answer was asked, what is right and what came, check by check.

    Args:
        exercise: its number, such as "2.3"; or a chapter, for all in which points were lost.
        student: as in the gradebook.
        root: nbgrader's folder.
        sandbox: False runs the student's code with the instructor's rights.

    Raises:
        GradeError: there is no such exercise or student, or as things stand it is not graded.
    """
    if sandbox:
        try:
            require_sandbox()
        except SandboxUnavailableError as problem:
            raise GradeError(str(problem)) from None
    student, number = as_student(student), exercise if "." in exercise else ""
    [name] = released_chapters(root, [exercise.split(".")[0]])
    chapter = Chapter(root, name, Options(sandbox=sandbox))
    chapter.prepare()
    require_known([student], chapter.roster())
    folder = root / "submitted" / student / name
    if not folder.is_dir() or not chapter.is_graded(student, folder):
        raise GradeError(
            f"{student}'s {name} is not graded, or the file, the source, the seed or the grader "
            "has changed since: run `python -m autograder grade` first"
        )
    path = chapter.path("autograded", student, "ipynb")
    graded, limits = nbformat.read(path, as_version=4), limits_of(chapter.config)
    numbers = exercise_numbers(graded)
    if number and number not in numbers.values():
        there = ", ".join(numbers.values())
        raise GradeError(f"{name} has no exercise {number!r}; there are: {there}")
    source, seed = root / "source" / name / f"{name}.ipynb", seed_of(root, name)
    reference = reference_of(source, seed=seed, limits=limits, folder=root / "cache")
    with in_language("en"):
        run = _Kept(graded, reference, seed, limits)
        with Session(limits=limits, cwd=str(folder)) as session:
            run.all_cells(session)
        chosen = [
            verdict
            for verdict in run.verdicts
            if number == numbers[verdict.exercise]
            or (not number and verdict.points < verdict.max_points)
        ]
        asked = {one.exercise: reference.exercises[one.exercise] for one in chosen}
        inputs = _inputs(source, asked, seed, limits)
        lines = [f"{student}, {name}: what was graded is {path}"]
        for verdict in chosen:
            of = f"{verdict.points:g} of {verdict.max_points:g} points"
            lines += ["", f"{numbers[verdict.exercise]}: {of}. {verdict.reason}"]
            lines += [f"  likely cause: {verdict.cause}"] if verdict.cause else []
            questions = asked[verdict.exercise].questions
            rows = zip(run.kept[verdict.exercise], inputs[verdict.exercise], strict=True)
            for n, (kept, given) in enumerate(rows, 1):
                lines += _lines(questions[:n], *kept, given)
    return "\n".join(lines if chosen else [*lines, "no points were lost"])


class _Kept(Run):
    """A run that keeps what the judges were shown."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.kept: dict[str, list[tuple[CheckResult, Any, Any]]] = {}

    def checks(self, exercise: Exercise, session: Session) -> Any:
        self._now = self.kept[exercise.grade_id] = []
        return super().checks(exercise, session)

    def result(self, judge: Any, about: str, got: Any, wanted: Any) -> CheckResult:
        found = super().result(judge, about, got, wanted)
        self._now.append((found, got, wanted))
        return found


def _inputs(
    source: Path, asked: Mapping[str, Exercise], seed: int, limits: Limits
) -> dict[str, list[Any]]:
    """Return for each question name → how Python shows it, in a kernel of the reference."""
    nb, shown = nbformat.read(source, as_version=4), {}
    with Session(limits=limits, cwd=str(source.parent)) as session:
        session.run(f"import numpy; numpy.set_printoptions(**{ARRAYS})")
        for cell in nb.cells:
            if not is_skipped(cell):
                session.run(without_hidden(cell.source))
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in asked:
                questions = list(_showing_names(asked[name].questions))
                shown[name] = session.ask(questions, seed=seed, grade_id=name)
            if len(shown) == len(asked):
                break
    return shown


def _showing_names(questions: Sequence[Question]) -> Iterator[Question]:
    """Yield the questions, with the names that their hidden lines set in place of the evidence."""
    known: set[str] = set()
    for question in questions:
        now = set(_set_by(ast.parse(question.setup)))
        known |= now
        names = sorted(now | known & _read_by(question.evidence))
        text = f"r if len(r := repr(globals()[n])) <= {MOST} else r[:{MOST}] + ' …'"
        shown = f"{{n: {text} for n in {names} if n in globals()}}"
        # the evidence too: what it changes, the next question finds changed
        yield replace(question, evidence=f"[{shown}, {question.evidence}][0]")


def _set_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that statements set; not those of functions and comprehensions inside."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id != "_":
        yield node.id
    if not isinstance(node, SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _set_by(child)


def _read_by(code: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _lines(
    questions: Sequence[Question], found: CheckResult, got: Any, wanted: Any, inputs: Any
) -> Iterator[str]:
    """Yield what there is to say about the last of the questions."""
    question = questions[-1]
    yield f"  {'✓' if found.passed else '✗'} {found.about}"
    if found.passed:
        return
    hidden = [*_helpers(questions), question.setup, question.secret_setup]
    parts = {
        "reason": found.reason,
        "hidden lines": "\n".join(part for part in hidden if part),
        "asked": question.evidence,
        "inputs": _named(inputs),
        "judge": question.judge,
        "differs": _places(got, wanted),
        "right": _shown(wanted),
        "came": found.reason if isinstance(got, NoEvidence) else _shown(got),
    }
    for title, text in parts.items():
        if text:
            indented = textwrap.indent(text, " " * 20).lstrip()
            yield f"      {title + ':':13} {indented}"


def _helpers(questions: Sequence[Question]) -> Iterator[str]:
    """Yield the functions that the last question uses and an earlier one defines."""
    *earlier, last = questions
    used = _read_by(f"{last.setup}\n{last.evidence}")
    for question in earlier:
        for node in ast.parse(question.setup).body:
            if isinstance(node, ast.FunctionDef) and node.name in used:
                yield ast.unparse(node)


def _named(inputs: Mapping[str, str] | NoEvidence) -> str:
    if isinstance(inputs, NoEvidence):
        return f"cannot be shown ({inputs.error or inputs.kind})"
    return "\n".join(f"{name} = {text}" for name, text in inputs.items())


def _shown(value: Any) -> str:
    """Return a value as Python shows it: what could steer a terminal is escaped."""
    with np.printoptions(**ARRAYS):
        text = pprint.pformat(value, width=80, compact=True, sort_dicts=False)
    return text if len(text) <= MOST else f"{text[:MOST]} … ({len(text):,} characters)"


def _places(got: Any, wanted: Any) -> str:
    """Return the first places in which two arrays of numbers of one shape differ."""
    try:
        came, right = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    except (TypeError, ValueError):
        return ""
    if came.shape != right.shape or not came.ndim:
        return ""
    places = np.argwhere(~np.isclose(came, right))
    rows = [
        f"at {place.tolist()}: right {right[tuple(place)]:.8g}, came {came[tuple(place)]:.8g}"
        for place in places[:MOST_PLACES]
    ]
    if len(places) > MOST_PLACES:
        rows.append(f"… in {len(places)} places of {came.size}")
    return "\n".join(rows)


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    sandbox = not arguments.unsandboxed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader
        try:
            print(explain(arguments.exercise, arguments.student, sandbox=sandbox))
        except GradeError as problem:
            print(problem, file=sys.stderr)
            return 1
    return 0
