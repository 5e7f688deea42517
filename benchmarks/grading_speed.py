"""How long grading a class of 40 takes, beside vanilla nbgrader on the same chapter and answers.

The control is `nbgrader autograde` as nbgrader ships it, on the chapter's own notebook: its hidden
lines run in the student's kernel, as hidden tests do there. We leave out the cells tagged
skip-when-grading, so a second control has those cells emptied: `ratio` is against the first,
`ratio_same_cells` against the second. All three grade the class in four groups, in turns, each
group with one command. The sandbox's cost is what a kernel takes longer to start in it. A number
on the command line makes a smaller class, which the result names.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from harness import median, print_table, save

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
CHAPTER = "1_frozen_lake"
CLASS = int(sys.argv[1]) if len(sys.argv) > 1 else 40
GROUPS = "abcd"
STARTS = 25
VANILLA = """
c = get_config()
c.CourseDirectory.root = {folder!r}
c.ExecutePreprocessor.timeout = 300
c.Execute.timeout = 300
"""


def run(*arguments, cwd):
    command = [sys.executable, "-m", "nbgrader", *arguments]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"nbgrader {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return time.perf_counter() - start


def make_ours(folder):
    """Release the chapter and hand in a class: three right answers to one typically wrong."""
    from autograder.demo import Student, hand_in
    from autograder.misconceptions import TYPICAL
    from autograder.release import release

    notebooks = folder / "notebooks"
    release([CHAPTER], root=ROOT, grading=folder, notebooks=notebooks)
    for number in range(CLASS):
        name = f"{GROUPS[number % len(GROUPS)]}{number:02d}"
        student = Student(name, "", kind="wrong" if number % 8 > 5 else "right")
        hand_in(student, CHAPTER, folder, notebooks, TYPICAL[CHAPTER])


def make_vanilla(folder, ours, *, skip):
    """Make a course of nbgrader's own from the same source, with the same submissions."""
    from autograder.editions import edition
    from autograder.session import SKIP

    nb = nbformat.read(ours / "source" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    nb = edition(nb, "en", repository="")
    paths = [folder / "source" / CHAPTER / f"{CHAPTER}.ipynb"]
    emptied = {c.id for c in nb.cells if skip and SKIP in c.metadata.get("tags", [])}
    for student in sorted((ours / "submitted").iterdir()):
        target = folder / "submitted" / student.name
        shutil.copytree(student, target)
        paths.append(target / CHAPTER / f"{CHAPTER}.ipynb")
    paths[0].parent.mkdir(parents=True)
    nbformat.write(nb, paths[0])
    for path in paths:
        nb = nbformat.read(path, as_version=4)
        for cell in nb.cells:
            if cell.id in emptied:
                cell.source = ""
        nbformat.write(nb, path)
    (folder / "nbgrader_config.py").write_text(VANILLA.format(folder=str(folder)))
    run("generate_assignment", CHAPTER, cwd=folder)


def full_marks(folder):
    """Return how many submissions got every point: to see that grading took place."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        submissions = gradebook.assignment_submissions(CHAPTER)
        return len(submissions), sum(s.score == s.max_score for s in submissions)


def sandbox_cost():
    """Return milliseconds of a kernel's start, boxed and plain, in turns."""
    from autograder.kernel import Kernel

    figures = {"boxed": [], "plain": []}
    for number in range(STARTS):
        for boxed in (True, False) if number % 2 else (False, True):
            kernel = Kernel(sandbox=boxed)
            start = time.perf_counter()
            with kernel:
                figures["boxed" if boxed else "plain"].append(1000 * (time.perf_counter() - start))
    return figures


def main():
    figures = {"ours": [], "vanilla": [], "vanilla_same_cells": []}
    with tempfile.TemporaryDirectory() as temporary:
        folders = {name: Path(temporary, name) for name in figures}
        make_ours(folders["ours"])
        make_vanilla(folders["vanilla"], folders["ours"], skip=False)
        make_vanilla(folders["vanilla_same_cells"], folders["ours"], skip=True)
        for number, group in enumerate(GROUPS):
            names = list(figures)
            for name in names[number % 3 :] + names[: number % 3]:
                option = [f"--student={group}*"]
                if name == "ours":
                    option.append(f"--CourseDirectory.root={folders[name]}")
                where = ROOT if name == "ours" else folders[name]
                figures[name].append(run("autograde", CHAPTER, *option, cwd=where))
        marks = {name: full_marks(folder) for name, folder in folders.items()}
    starts = sandbox_cost()
    cost = median(b - p for b, p in zip(starts["boxed"], starts["plain"], strict=True))
    seconds = {name: sum(values) for name, values in figures.items()}
    print_table(
        [f"class of {CLASS}", "seconds", "graded", "full marks"],
        [[name, seconds[name], *marks[name]] for name in figures],
    )
    print(f"sandbox: {cost:.0f} ms a kernel")
    save(
        "grading_speed",
        ratio=seconds["vanilla"] / seconds["ours"],
        ratio_same_cells=seconds["vanilla_same_cells"] / seconds["ours"],
        chapter=CHAPTER,
        class_size=CLASS,
        seconds=seconds,
        sandbox_cost_ms=cost,
        marks={name: list(both) for name, both in marks.items()},
        raw={"seconds_by_group": figures, "kernel_start_ms": starts},
    )


if __name__ == "__main__":
    main()
