"""How long `autograder grade` takes for a class, by how many students it grades at once.

A class of chapter 1, three right answers to one typically wrong, is graded anew, feedback
included, in turns one student after the other and as many at once as there are processors. `ratio`
is the first's median seconds over the second's. Both must give every student the same points.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import median, print_table, save

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
CHAPTER = "1_frozen_lake"
CLASS = 20
TURNS = 3
COMMAND = """
import sys
from pathlib import Path
from autograder.chapter import Options
from autograder.grade import grade

options = Options(force=True, jobs=int(sys.argv[1]))
print([one.points for one in grade((), options, root=Path(sys.argv[2]))])
"""


def hand_in_class(folder):
    from autograder.demo import Student, hand_in
    from autograder.misconceptions import TYPICAL
    from autograder.release import release

    course, notebooks = folder / "course", folder / "notebooks"
    release([CHAPTER], root=ROOT, grading=course, notebooks=notebooks)
    for number in range(CLASS):
        student = Student(f"s{number:02}", "", kind="wrong" if number % 4 == 3 else "right")
        hand_in(student, CHAPTER, course, notebooks, TYPICAL[CHAPTER])
    return course


def grade(course, jobs):
    """Return the seconds that the command takes, and the points it gives."""
    command = [sys.executable, "-c", COMMAND, str(jobs), str(course)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"grading failed:\n{done.stderr[-3000:]}")
    return seconds, done.stdout


def main():
    from autograder.side_by_side import processors

    together = processors()
    if together == 1:
        raise SystemExit("one processor grades one student at a time: nothing to compare")
    seconds, points = {1: [], together: []}, set()
    with tempfile.TemporaryDirectory() as temporary:
        course = hand_in_class(Path(temporary))
        grade(course, 1)  # the reference runs once, for all turns
        for number in range(TURNS):
            for jobs in sorted(seconds, reverse=bool(number % 2)):
                took, given = grade(course, jobs)
                seconds[jobs].append(took)
                points.add(given)
    if len(points) != 1:
        raise RuntimeError(f"the same class got different points: {points}")
    medians = {jobs: median(values) for jobs, values in seconds.items()}
    print_table(["students at once", "seconds"], [list(pair) for pair in medians.items()])
    save(
        "side_by_side",
        ratio=medians[1] / medians[together],
        chapter=CHAPTER,
        class_size=CLASS,
        jobs=together,
        seconds=medians,
        raw={"seconds": seconds, "points": points.pop().strip()},
    )


if __name__ == "__main__":
    main()
