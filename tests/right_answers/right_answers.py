"""Reads the tree of right answers, hands them in as a class would, and has nbgrader grade them.

`<chapter>/<grade_id of the answer>/<name>.py` is one answer that differs from the reference and is
as right: a docstring that says how it differs, `LANGUAGE = "fr"` where it comes in the French
edition, and cells, each under `# %% before`, `# %% answer` or `# %% after`. The first, the second,
... of each exercise go into one submission, so a class of five or so has them all.
"""

import ast
import json
import logging
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from autograder.demo import sandboxed
from autograder.release import nbgrader_config, release
from autograder.seeds import FILE
from autograder.sources import ROOT

HERE = Path(__file__).parent
CELL = re.compile(r"^# %% (before|answer|after)\n", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """One right answer."""

    chapter: str
    exercise: str  # grade_id of the answer cell
    name: str
    differs: str
    language: str
    cells: dict[str, str]  # "answer", perhaps "before" and "after" → code


@dataclass(frozen=True)
class Graded:
    """What became of it."""

    answer: Answer
    outcome: str
    points: float
    max_points: float
    why: tuple[str, ...]  # the checks that rejected it, and their reasons
    visible: str  # what the visible check said, if it rejected it

    @property
    def rejected(self) -> bool:
        return self.points != self.max_points or bool(self.visible)

    def __str__(self) -> str:
        return (
            f"{self.answer.chapter}, {self.answer.exercise}, {self.answer.name}: {self.outcome}, "
            f"{self.points:g} of {self.max_points:g}; {'; '.join(self.why)} {self.visible}".strip()
        )


def read_answers(chapter: str = "*") -> list[Answer]:
    """Return every answer of the tree, in the order of chapters, exercises and names."""
    return [_read(path) for path in sorted(HERE.glob(f"{chapter}/*/*.py"))]


def _read(path: Path) -> Answer:
    head, *rest = CELL.split(path.read_text(encoding="utf-8"))
    cells = dict(zip(rest[::2], (text.strip() for text in rest[1::2]), strict=True))
    differs = ast.get_docstring(ast.parse(head))
    if not differs or "answer" not in cells:
        raise ValueError(f"{path}: wanted a docstring that says how it differs, and # %% answer")
    language = "fr" if 'LANGUAGE = "fr"' in head else "en"
    return Answer(path.parts[-3], path.parent.name, path.stem, differs, language, cells)


def packed(answers: Iterable[Answer]) -> list[list[Answer]]:
    """Return the submissions of a chapter: no two answers of an exercise in one, one language."""
    submissions = []
    for language in ("en", "fr"):
        by_exercise: dict[str, list[Answer]] = {}
        for answer in answers:
            if answer.language == language:
                by_exercise.setdefault(answer.exercise, []).append(answer)
        for row in zip_longest(*by_exercise.values()):
            submissions.append([answer for answer in row if answer is not None])
    return submissions


def grade(chapter: str, answers: list[Answer], folder: Path) -> list[Graded]:
    """Hand the answers of a chapter in, in `folder`, with a new secret seed, and grade them."""
    release([chapter], root=ROOT, grading=folder, notebooks=folder / "notebooks")
    (folder / FILE).write_text(json.dumps({chapter: secrets.randbits(64)}))
    submissions = packed(answers)
    for number, submission in enumerate(submissions):
        hand_in_answers(submission, folder, folder / "submitted" / f"student-{number}")
    config = nbgrader_config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.assignment_id = chapter
    config.GradeByEvidence.sandbox = sandboxed()
    made = Autograde(coursedir=CourseDirectory(config=config), config=config)
    made.log.setLevel(logging.CRITICAL)
    made.start()
    return [
        result
        for number, submission in enumerate(submissions)
        for result in _read_back(submission, folder / "autograded" / f"student-{number}")
    ]


def hand_in_answers(submission: list[Answer], folder: Path, student: Path) -> None:
    """Write a submission that has these answers and no others into the folder `student`."""
    chapter, language = submission[0].chapter, submission[0].language
    nb = nbformat.read(folder / "notebooks" / language / f"{chapter}.ipynb", as_version=4)
    for answer in submission:
        at = next(
            n
            for n, cell in enumerate(nb.cells)
            if cell.metadata.get("nbgrader", {}).get("grade_id") == answer.exercise
        )
        nb.cells[at].source = answer.cells["answer"]
        for place, where in (("after", at + 2), ("before", at)):
            if place in answer.cells:
                nb.cells.insert(where, new_code_cell(answer.cells[place]))
    path = student / chapter / f"{chapter}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(nb, path)


def _read_back(submission: list[Answer], student: Path) -> list[Graded]:
    chapter = submission[0].chapter
    nb = nbformat.read(student / chapter / f"{chapter}.ipynb", as_version=4)
    cells = {c.metadata["verdict"]["exercise"]: c for c in nb.cells if "verdict" in c.metadata}
    found = []
    for answer in submission:
        cell = cells[f"{answer.exercise}-test"]
        verdict, report = cell.metadata["verdict"], cell.outputs[0].metadata["report"]
        visible = [o.evalue for o in cell.outputs[1:] if o.output_type == "error"]
        why = [f"{c['about']}: {c['reason']}" for c in report["checks"] if not c["passed"]]
        found.append(
            Graded(
                answer,
                verdict["outcome"],
                verdict["points"],
                verdict["max_points"],
                tuple(why),
                "".join(visible),
            )
        )
    return found
