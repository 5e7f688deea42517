"""Does anyone lose anything when a student, a file or the grader itself misbehaves?

Each fault of tests/faults stands first, middle and last in a batch of three whose other two are
honest. Vanilla nbgrader meets the faults of files, in the middle: a fault of code would meet the
machine itself there, which it does not fence off. Its course is nbgrader's own, from the same
source, and an honest class of three says what its neighbours must get.

    python benchmarks/faults.py            all positions (about half an hour)
    python benchmarks/faults.py --once     each fault once, the positions taking turns
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from harness import print_table, save

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "faults")]

import fault_batch as batches  # noqa: E402
from fault_batch import CHAPTER, FILES, OURS, RESOURCES, Course  # noqa: E402

from autograder.editions import edition  # noqa: E402
from autograder.session import SKIP  # noqa: E402

POSITIONS = {"first": ("a", ["m", "z"]), "middle": ("m", ["a", "z"]), "last": ("z", ["a", "m"])}
PATIENCE = 90  # seconds that vanilla nbgrader gets for a batch of three


def ours(course: Course, *, once: bool) -> list[dict]:
    """Run the corpus through `autograder grade`."""
    rows = []
    for number, name in enumerate(batches.FAULTS):
        places = list(POSITIONS)
        for place in [places[number % 3]] if once else places:
            student, honest = POSITIONS[place]
            outcome = batches.run(course, {student: name}, honest)
            row = {"fault": name, "place": place, "seconds": outcome.seconds}
            row |= {key: len(getattr(outcome, key)) for key in ("lost", "wrong")}
            row |= {"neighbours": len(outcome.neighbours), "left": len(outcome.left_behind)}
            rows.append(row)
            if not outcome.well:
                print(f"{name}, {place}: {outcome}", flush=True)
    return rows


class VanillaCourse(Course):
    """The same course, made and graded by nbgrader alone."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        path = self.master / "source" / CHAPTER / f"{CHAPTER}.ipynb"
        nb = edition(nbformat.read(path, as_version=4), "en", repository="")
        right = json.loads(self.right)
        skipped = {cell.id for cell in nb.cells if SKIP in cell.metadata.get("tags", ())}
        for cell in [*nb.cells, *right["cells"]]:
            if cell["id"] in skipped:
                cell["source"] = ""
        self.right = json.dumps(right)
        nbformat.write(nb, path)
        nbgrader(self.master, "generate_assignment", "--create", "--force")
        self.honest = self.grade(self.batch(["a", "m", "z"]))
        if len(self.honest) < 3 or not all(map(_graded, self.honest.values())):
            raise SystemExit(f"the control does not grade: honest students get {self.honest}")

    def grade(self, root: Path) -> dict[str, list[float | None]]:
        """Grade the batch and return student → automatic scores, None where there is none."""
        nbgrader(root, "autograde", "--create")
        return vanilla_grades(root)

    def survives(self, name: str) -> bool:
        """Return whether nobody is left without a grade, and the neighbours get theirs.

        Generous: it need not find the answers, nor say anything; any grade will do.
        """
        root = self.batch(["a", "z"])
        self.spoil(root, "m", name)
        grades = self.grade(root)
        neighbours = all(grades.get(student) == self.honest[student] for student in ("a", "z"))
        return neighbours and "m" in grades and None not in grades["m"]


def _graded(scores: list[float | None]) -> bool:
    return None not in scores and sum(scores) > 0


def nbgrader(root: Path, command: str, *options: str) -> None:
    """Run one of nbgrader's commands on the chapter; it is killed after a while."""
    process = subprocess.Popen(
        ["prlimit", f"--as={6 << 30}", "--", sys.executable, "-m", "nbgrader", command, CHAPTER,
         *options, f"--CourseDirectory.root={root}"],
        cwd=root, start_new_session=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def vanilla_grades(root: Path) -> dict[str, list[float | None]]:
    """Return student → automatic scores, None where there is none."""
    query = """
        select submitted_assignment.student_id, grade.auto_score from grade
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    """
    found: dict[str, list[float | None]] = {}
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as gradebook:
        for student, score in gradebook.execute(query):
            found.setdefault(student, []).append(score)
    return found


def main() -> None:
    """Run both and write benchmarks/results/faults.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="each fault in one position only")
    once = parser.parse_args().once
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        control = VanillaCourse(folder / "vanilla")
        vanilla = {name: control.survives(name) for name in FILES}
        rows = ours(Course(folder / "ours"), once=once)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    kinds = ("lost", "neighbours", "left", "wrong")
    counts = {key: sum(row[key] > 0 for row in rows) for key in kinds}
    bad = {row["fault"] for row in rows if row["lost"] or row["wrong"] or row["neighbours"]}
    share = sum(name not in bad for name in FILES) / len(FILES)
    rival = sum(vanilla.values()) / len(FILES)
    print_table(
        ["faults", "runs", "lost", "neighbours affected", "left behind", "not as wanted"],
        [[len(batches.FAULTS), len(rows), *(counts[key] for key in kinds)]],
    )
    print(f"faults of files survived: {share:.0%}, vanilla nbgrader {rival:.0%}")
    save(
        "faults",
        ratio=share / rival,
        ratio_is="share of the faults of files survived, over vanilla nbgrader's share",
        n_faults=len(batches.FAULTS),
        kinds={"resources": len(RESOURCES), "files": len(FILES), "ours": len(OURS)},
        runs=len(rows),
        lost=counts["lost"],
        neighbours_affected=counts["neighbours"],
        left_behind=counts["left"],
        not_as_wanted=counts["wrong"],
        raw={"runs": rows, "vanilla_survives": vanilla},
    )


if __name__ == "__main__":
    main()
