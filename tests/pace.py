"""How fast this machine is just now, beside the one on which benchmarks/tabular.py was run.

A limit in seconds says nothing on a machine that is slower, or busy at times. So while a notebook
runs, a thread times a little training again and again, of the kind that the benchmark timed, in
seconds of its own processor time. It is Python that is compared: where torch is slower by less than
Python is, chapters that use it are judged mildly.
"""

import json
import sys
import threading
import time
from statistics import mean, median

from autograder.sources import ROOT
from course_utils.agents import n_states_and_actions
from course_utils.episodes import train

sys.path.append(str(ROOT / "benchmarks"))  # last: other names there are tests' too
from tabular import TASKS, QLearning

NAME = "cliff_lake"
RESULT = json.loads((ROOT / "benchmarks" / "results" / "tabular.json").read_text())
THERE = median(RESULT["raw"]["microseconds_a_step"][NAME]["ours"]) / 1e6  # seconds a step
EVERY = 1.0  # seconds


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
        env = TASKS[NAME]["make"]()
        while True:
            # the best of some: the first ones fetch what other programs pushed out of the caches
            self.samples.append(min(_seconds_a_step(env) for _ in range(5)) / THERE)
            if self._over.wait(EVERY):
                return


def _seconds_a_step(env) -> float:
    agent = QLearning(*n_states_and_actions(env), seed=0, **TASKS[NAME]["settings"])
    start = time.thread_time()
    record = train(env, agent, episodes=20, seed=0, progress=False)
    return (time.thread_time() - start) / int(record.lengths.sum())
