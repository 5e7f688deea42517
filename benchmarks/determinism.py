"""Is the same work given the same verdict, whenever and in whatever company it is graded?

A class of right, wrong and unusual answers is graded ten times from nothing, handed in by the
students in another order each time, while another process keeps a core busy. `ratio` is the share
of runs whose verdicts, reasons included, are byte for byte those of the first. By default all of
it is done with the chapter in which most is left to chance; name chapters for others.
"""

import hashlib
import json
import multiprocessing
import random
import sys
import tempfile
import warnings
from pathlib import Path

from harness import print_table, save

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "autograder")]
RUNS = 10


def spin():
    while True:
        pass


def main():
    from determinism import Class

    from autograder.sources import find_sources

    warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader
    busy = multiprocessing.get_context("spawn").Process(target=spin, daemon=True)
    busy.start()
    try:
        runs = {}
        for path in find_sources(sys.argv[1:] or ["3"]):
            with tempfile.TemporaryDirectory() as folder:
                room = Class(path.stem, Path(folder))
                runs[path.stem] = [room.verdicts(random.Random(run)) for run in range(RUNS)]
    finally:
        busy.kill()
        busy.join()
    digests = {
        chapter: [hashlib.sha256(json.dumps(one).encode()).hexdigest()[:16] for one in found]
        for chapter, found in runs.items()
    }
    same = {name: sum(one == found[0] for one in found) for name, found in digests.items()}
    works = {name: len(found[0]) for name, found in runs.items()}
    print_table(["chapter", "runs", "identical"], [[name, RUNS, n] for name, n in same.items()])
    total = RUNS * len(runs)
    save(
        "determinism",
        ratio=sum(same.values()) / total,
        runs=total,
        identical=sum(same.values()),
        works=works,
        raw={"digests": digests},
    )


if __name__ == "__main__":
    main()
