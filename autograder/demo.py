"""A rehearsal of grading: invented students hand in every chapter, nbgrader grades them.

All of it happens in a folder of its own, with its own gradebook, so nothing real is touched.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.doctor import SandboxUnavailableError, require_sandbox
from autograder.markers import without_markers
from autograder.misconceptions import TYPICAL
from autograder.release import release
from autograder.seeds import FILE
from autograder.sources import ROOT, find_sources
from autograder.translate import in_language

FOLDER = ROOT / "build" / "grade-demo"
Mistakes = Mapping[str, Mapping[str, tuple[str, str]]]


@dataclass(frozen=True)
class Student:
    """An invented student and what he or she hands in."""

    name: str
    says: str  # for the table
    language: str = "en"
    kind: str = "right"  # "right", "half", "wrong" or "empty"


STUDENTS = (
    Student("amina", "all right"),
    Student("bruno", "every second exercise", kind="half"),
    Student("chloe", "wrong in a typical way", kind="wrong"),
    Student("dimitri", "nothing done", kind="empty"),
    Student("elise", "all right, French edition", language="fr"),
)


@dataclass(frozen=True)
class Mark:
    """One student's result in one exercise, as the autograded notebook and the gradebook say."""

    student: str
    chapter: str
    exercise: str
    outcome: str
    points: float
    max_points: float


def run_demo(
    names: Sequence[str] = (),
    *,
    folder: Path = FOLDER,
    root: Path = ROOT,
    mistakes: Mistakes = TYPICAL,
    students: Sequence[Student] = STUDENTS,
) -> list[Mark]:
    """Release, hand in, autograde, write feedback, export; return every mark.

    Args:
        names: chapters; all by default.
        folder: emptied first; holds `course` (nbgrader's folders) and `notebooks`.
        root: where `solutions/` is.
        mistakes: chapter → grade_id → (text of the reference, what stands there instead).
        students: who hands in.
    """
    if folder.exists():
        for path in folder.rglob("*"):
            path.chmod(path.stat().st_mode | 0o700)  # nbgrader writes read-only
        shutil.rmtree(folder)
    course, notebooks = folder / "course", folder / "notebooks"
    release(names, root=root, grading=course, notebooks=notebooks)
    chapters = [path.stem for path in find_sources(names, root=root)]
    # a real course draws them; here the table is to be the same each time
    (course / FILE).write_text(json.dumps(dict.fromkeys(chapters, 2018)))
    options = [] if sandboxed() else ["--GradeByEvidence.sandbox=False"]
    for chapter in chapters:
        for student in students:
            hand_in(student, chapter, course, notebooks, mistakes.get(chapter, {}))
        nbgrader("autograde", chapter, *options, course=course)
        nbgrader("generate_feedback", chapter, course=course)
    nbgrader("export", f"--CsvExportPlugin.to={course / 'grades.csv'}", course=course)
    return [m for chapter in chapters for s in students for m in marks(s.name, chapter, course)]


def sandboxed() -> bool:
    """Return whether this machine can box the students' kernels.

    Where it cannot, the rehearsal goes on without: nobody but us wrote what it runs.
    """
    try:
        require_sandbox()
    except SandboxUnavailableError:
        return False
    return True


def hand_in(
    student: Student,
    chapter: str,
    course: Path,
    notebooks: Path,
    mistakes: Mapping[str, tuple[str, str]],
) -> None:
    """Write a student's submission of a chapter."""
    nb = nbformat.read(notebooks / student.language / f"{chapter}.ipynb", as_version=4)
    source = nbformat.read(course / "source" / chapter / f"{chapter}.ipynb", as_version=4)
    given = answers(student.kind, source, mistakes)
    fill(nb, {name: in_language(text, student.language) for name, text in given.items()})
    target = course / "submitted" / student.name / chapter / f"{chapter}.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(nb, target)


def answers(
    kind: str, source: NotebookNode, mistakes: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    """Return what a student of that kind writes in the answer cells, by grade_id."""
    right = reference_answers(source)
    if kind == "right":
        return right
    if kind == "half":
        return {grade_id: right[grade_id] for grade_id in list(right)[::2]}
    if kind == "empty":
        return {}
    return {grade_id: edited(right[grade_id], *edit) for grade_id, edit in mistakes.items()}


def reference_answers(source: NotebookNode) -> dict[str, str]:
    """Return the reference's answers without markers and stubs, by grade_id."""
    return {
        cell.metadata["nbgrader"]["grade_id"]: without_markers(cell.source)
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def edited(text: str, old: str, new: str) -> str:
    """Return `text` with its one `old` replaced."""
    if text.count(old) != 1:
        raise ValueError(
            f"the reference has {old!r} {text.count(old)} times, wanted once: "
            "correct the edit in autograder/misconceptions"
        )
    return text.replace(old, new)


def fill(nb: NotebookNode, given: Mapping[str, str]) -> None:
    """Put the answers into a released notebook, by grade_id."""
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("solution") and meta["grade_id"] in given:
            cell.source = given[meta["grade_id"]]


def nbgrader(*arguments: str, course: Path) -> None:
    """Run one of nbgrader's own commands on the demo's folder."""
    command = [sys.executable, "-m", "nbgrader", *arguments, f"--CourseDirectory.root={course}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"nbgrader {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")


def marks(student: str, chapter: str, course: Path) -> list[Mark]:
    """Return a student's marks in a chapter; the gradebook's points, the notebook's outcomes."""
    from nbgrader.api import Gradebook

    nb = nbformat.read(course / "autograded" / student / chapter / f"{chapter}.ipynb", as_version=4)
    found = []
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for cell in nb.cells:
            if "verdict" not in cell.metadata:
                continue
            name = cell.metadata["verdict"]["exercise"]
            grade = gradebook.find_grade(name, chapter, chapter, student)
            outcome = cell.metadata["verdict"]["outcome"]
            found.append(Mark(student, chapter, name, outcome, grade.score, grade.max_score))
    return found


def table(found: Sequence[Mark], students: Sequence[Student] = STUDENTS) -> str:
    """Return the marks as text: a line an exercise, a column a student."""
    width = max(14, *(len(student.name) for student in students))
    lines = []
    for chapter in dict.fromkeys(mark.chapter for mark in found):
        here = [mark for mark in found if mark.chapter == chapter]
        name = max(24, *(len(mark.exercise) for mark in here))
        head = "".join(f"  {student.name:>{width}}" for student in students)
        lines += ["", f"{chapter:{name}}{head}"]
        for exercise in dict.fromkeys(mark.exercise for mark in here):
            row = {mark.student: mark for mark in here if mark.exercise == exercise}
            cells = [f"{row[s.name].outcome:>{width}}" for s in students]
            lines.append("  ".join([f"{re.sub('-test$', '', exercise):{name}}", *cells]))
            points = [_of(row[s.name].points, row[s.name].max_points, width) for s in students]
            lines.append("  ".join([" " * name, *points]))
        totals = [[m for m in here if m.student == s.name] for s in students]
        sums = [
            _of(sum(m.points for m in own), sum(m.max_points for m in own), width) for own in totals
        ]
        lines.append("  ".join([f"{'together':{name}}", *sums]))
    return "\n".join(lines).strip()


def _of(points: float, max_points: float, width: int) -> str:
    return f"{f'{points:.4g} of {max_points:g}':>{width}}"


def demo(names: Sequence[str]) -> int:
    """Run the rehearsal and print what it gave and where things are."""
    found = run_demo(names)
    print("\n".join(f"{student.name:10} {student.says}" for student in STUDENTS))
    print()
    print(table(found))
    if not sandboxed():
        print("\nUNSANDBOXED: this machine cannot box student code, and would refuse to grade it")
    course = FOLDER / "course"
    print(f"\nfeedback pages: {course / 'feedback'}/<student>/<chapter>/<chapter>.html")
    print(f"marks as CSV:   {course / 'grades.csv'}")
    return 0
