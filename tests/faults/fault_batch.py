"""Runs a fault in a batch of students, and counts what was lost, touched or left behind."""

import contextlib
import ctypes
import json
import os
import shutil
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import nbformat
from fault_files import CHAPTER, FILES, put
from fault_ours import OURS
from fault_resources import RESOURCES

from autograder import kernel
from autograder.chapter import GradeError, Options, Result
from autograder.demo import fill, reference_answers
from autograder.grade import grade
from autograder.release import release
from autograder.sandbox import Limits, SandboxProvisioner

SMALL_COURSE = Path(__file__).parents[1] / "autograder" / "fixtures" / "small_course"
SETTINGS = {"cell_seconds": 3.0, "evidence_seconds": 3.0, "notebook_seconds": 60.0}
SMALL = Limits(cpu_seconds=60, file_size=8 << 20, memory_files=16 << 20)  # memory as in a class
FULL = 6.0
FAULTS = (*RESOURCES, *FILES, *OURS)
STATES = ("GRADED", "GRADED_SALVAGED", "NEEDS_PERSON")
PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Outcome:
    """What a batch with a fault in it led to; each list is empty where all is well."""

    lost: list[str] = field(default_factory=list)  # students without a state, a mark or a page
    wrong: list[str] = field(default_factory=list)  # the faulty one, not as it must be
    neighbours: list[str] = field(default_factory=list)  # honest ones that did not get it all
    left_behind: list[str] = field(default_factory=list)  # processes and files
    seconds: float = 0.0

    @property
    def well(self) -> bool:
        return not (self.lost or self.wrong or self.neighbours or self.left_behind)


class Course:
    """A released course, copied for each batch."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.master = folder / "master"
        release(root=SMALL_COURSE, grading=self.master, notebooks=folder / "notebooks")
        (self.master / "seeds.json").write_text(json.dumps({CHAPTER: 2026}))
        nb = nbformat.read(folder / "notebooks" / "en" / f"{CHAPTER}.ipynb", as_version=4)
        self.stub = next(cell.source for cell in nb.cells if cell.id == "expected-reward")
        source = nbformat.read(self.master / "source" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
        fill(nb, reference_answers(source))
        self.right = json.dumps(nb)

    def batch(self, students: Sequence[str]) -> Path:
        """Return a fresh copy in which these students handed in the right answers."""
        root = self.folder / "batch"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.master, root)
        for student in students:
            put(root / "submitted" / student / CHAPTER, self.right)
        return root

    def spoil(self, root: Path, student: str, fault: str) -> None:
        """Put the fault in the place of this student's work."""
        folder, nb = root / "submitted" / student / CHAPTER, json.loads(self.right)
        if fault in OURS:
            return
        shutil.rmtree(folder.parent, ignore_errors=True)
        if fault in RESOURCES:
            cell = next(cell for cell in nb["cells"] if cell["id"] == "expected-reward")
            cell["source"] = RESOURCES[fault][0]
            put(folder, nb)
        else:
            FILES[fault][0](folder, {**nb, "stub": self.stub} if _takes_stub(fault) else nb)


def _takes_stub(fault: str) -> bool:
    return fault in ("stubs-after-answers", "answers-at-the-end")


@contextlib.contextmanager
def small_machine(scratch: Path) -> Iterator[None]:
    """Small limits, temporary files in a folder of their own, and every orphan ours to find."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    scratch.mkdir(parents=True, exist_ok=True)
    with (
        mock.patch.object(SandboxProvisioner, "limits", SMALL),
        mock.patch.object(kernel, "GRACE", 1.0),
        mock.patch.object(tempfile, "tempdir", str(scratch)),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def left_behind(scratch: Path, root: Path, before: set[int]) -> list[str]:
    """Return processes and temporary files that should be gone."""
    for _ in range(50):  # the kernel takes a moment to let go
        children = processes() - before
        if not children:
            break
        time.sleep(0.1)
    found = [f"process {pid}: {_command(pid)}" for pid in children]
    found += [f"file {path}" for path in scratch.iterdir()]
    found += [f"file {path}" for path in root.rglob("*.part")]
    groups = Path("/sys/fs/cgroup").glob(f"**/course-{os.getpid()}-*")
    return found + [f"cgroup {path}" for path in groups]


def processes() -> set[int]:
    """Return this process's descendants; orphans of theirs are among them."""
    found, todo = set(), [os.getpid()]
    while todo:
        for task in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                fresh = {int(pid) for pid in task.read_text().split()} - found
                found |= fresh
                todo += fresh
    zombies = set()
    for pid in found:
        with contextlib.suppress(OSError, IndexError):
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                zombies.add(pid)
    for pid in zombies:  # orphans that ended: ours to bury
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return found - zombies


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:120]
    return "?"


def run(course: Course, faults: dict[str, str], honest: Sequence[str]) -> Outcome:
    """Grade one batch.

    Args:
        course: where it is set.
        faults: student → fault.
        honest: the others.
    """
    start, outcome, before = time.monotonic(), Outcome(), processes()
    root, scratch = course.batch([*honest, *faults]), course.folder / "scratch"
    with small_machine(scratch):
        for student, name in faults.items():
            course.spoil(root, student, name)
        ours = [(student, name) for student, name in faults.items() if name in OURS]
        if ours:
            _while_it_lasts(root, ours, honest, outcome)
        results = {one.student: one for one in grade((), Options(settings=SETTINGS), root=root)}
        outcome.left_behind += left_behind(scratch, root, before)
    for student in honest:
        one = results.get(student)
        if one is None or (one.state, one.points) != ("GRADED", FULL):
            outcome.neighbours.append(f"{student}: {one}")
    for student, name in faults.items():
        _judge(results.get(student), student, name, outcome)
    outcome.lost += [f"{student}: no page" for student in no_page(root, results.values())]
    outcome.lost += null_grades(root)
    outcome.seconds = time.monotonic() - start
    return outcome


def _while_it_lasts(root, ours, honest, outcome) -> None:
    student, name = ours[0]
    with OURS[name](root, student):
        try:
            results = grade((), Options(settings=SETTINGS), root=root)
        except GradeError as refusal:  # nobody is touched, and it says why
            if len(str(refusal)) < 20:
                outcome.wrong.append(f"says only {refusal}")
            return
        for one in results:
            whole = one.points == FULL and one.state == "GRADED"
            named = one.state == "GRADER_FAILED" or one.state == "NEEDS_PERSON"
            if not whole and not (named and one.notes):
                outcome.lost.append(f"while it lasts: {one}")
    if name not in ("kernel-does-not-start", "every-question-fails"):
        return
    # the grader has graded this student, and asks for a person: the instructor grades again
    grade((), Options(settings=SETTINGS, students=[student], force=True), root=root)


def _judge(one: Result | None, student: str, name: str, outcome: Outcome) -> None:
    if name in RESOURCES:
        wanted = "GRADED", RESOURCES[name][1]
    elif name in FILES:
        wanted = FILES[name][1:]
    else:
        wanted = "GRADED", FULL
    if one is None or one.state not in STATES:
        outcome.lost.append(f"{student}: {one}")
    elif (one.state, one.points) != wanted:
        outcome.wrong.append(f"wanted {wanted}: {one}")


def no_page(root: Path, results) -> list[str]:
    """Return who is graded and has no feedback page; without a notebook there is none to write."""
    return [
        one.student
        for one in results
        if one.state.startswith("GRADED")
        and not (root / "feedback" / one.student / CHAPTER / f"{CHAPTER}.html").stat().st_size
    ]


def null_grades(root: Path) -> list[str]:
    """Return what the gradebook has left empty."""
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as gradebook:
        empty = gradebook.execute("select count(*) from grade where auto_score is null").fetchone()
    return [f"{empty[0]} empty grades"] if empty[0] else []
