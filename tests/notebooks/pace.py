"""How fast this machine is just now, beside the one on which benchmarks/tabular.py was run.

A limit in seconds says nothing on a machine that is slower, or busy at times: the same chapter took
60 s and 200 s. So while a notebook runs, a thread times a little training again and again, the one
that the benchmark timed, in seconds of its own processor time.
"""

import json
import sys
import threading
import time
from statistics import mean, median

from autograder.sources import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
from tabular import TASKS, train_ours

NAME = "cliff_lake"
RESULT = json.loads((ROOT / "benchmarks" / "results" / "tabular.json").read_text())
THERE = median(RESULT["raw"]["microseconds_a_step"][NAME]["ours"]) / 1e6  # seconds a step
EVERY = 0.5  # seconds


class Pace:
    """`with Pace() as pace: ...`, then `pace.there(seconds)`: what they would have been there."""

    def __enter__(self) -> "Pace":
        self.samples = []  # this machine's seconds a step over the other's
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join()

    def there(self, seconds: float) -> float:
        """Return `seconds` of this machine in seconds of the other."""
        return seconds * mean(1 / slower for slower in self.samples)

    def _watch(self) -> None:
        task = TASKS[NAME] | {"episodes": 20}
        env = task["make"]()
        while True:
            train_ours(task, env, 0)  # what another program pushed out of the caches comes back
            start = time.thread_time()
            steps = train_ours(task, env, 0)
            self.samples.append((time.thread_time() - start) / steps / THERE)
            if self._over.wait(EVERY):
                return
