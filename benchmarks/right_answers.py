"""Are right answers accepted, however they are written? None may be rejected.

The tree in tests/right_answers, graded by nbgrader with a secret seed that is new each time.
`ratio` is 1 if none was rejected, else the share that was accepted.
"""

import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

from harness import print_table, save

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "right_answers")]
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 2


def main():
    from right_answers import grade, read_answers

    from autograder.sources import find_sources

    warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader
    graded, seconds = [], {}
    for path in find_sources():
        start = time.perf_counter()
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                graded += grade(path.stem, read_answers(path.stem), Path(folder))
        seconds[path.stem] = time.perf_counter() - start
    rejected = [str(result) for result in graded if result.rejected]
    print("\n".join(rejected))
    answers = read_answers()
    exercises = Counter((answer.chapter, answer.exercise) for answer in answers)
    print_table(
        ["chapter", "exercises", "right answers", f"s for {ROUNDS} rounds"],
        [
            [
                chapter,
                sum(name == chapter for name, _ in exercises),
                sum(answer.chapter == chapter for answer in answers),
                seconds[chapter],
            ]
            for chapter in seconds
        ],
    )
    save(
        "right_answers",
        ratio=1 - len(rejected) / len(graded),
        answers=len(answers),
        exercises=len(exercises),
        least_an_exercise=min(exercises.values()),
        graded=len(graded),
        rejected=len(rejected),
        raw={"seconds": seconds, "rejected": rejected},
    )


if __name__ == "__main__":
    main()
