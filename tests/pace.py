"""How fast this machine is just now, beside one that is known.

A limit in seconds says nothing on a machine that is slower, or busy at times. So while a notebook
runs, a thread times a little training again and again, in seconds of its own processor time: the
rival's in benchmarks/tabular.py, in which no line is the course's. It is Python that is compared:
where torch is slower by less than Python is, chapters that use it are judged mildly.
"""

import sys
import threading
import time
from statistics import mean

from autograder.sources import ROOT

sys.path.append(str(ROOT / "benchmarks"))  # last: other names there are tests' too
from baselines.tabular_seed import QLearningAgent, train_agent
from tabular import TASKS

TASK = TASKS["cliff_lake"]
THERE = 1 / 114_998  # seconds a step, benchmarks/tabular.py on an AMD EPYC, 2026-11-21
EVERY = 3.0  # seconds


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
        env = TASK["rival"]()
        while True:
            # the best of some: the first ones fetch what other programs pushed out of the caches
            self.samples.append(min(_seconds_a_step(env) for _ in range(5)) / THERE)
            if self._over.wait(EVERY):
                return


def _seconds_a_step(env) -> float:
    agent = QLearningAgent(env, **TASK["settings"])
    start = time.thread_time()
    steps = sum(train_agent(env, agent, episodes=10)["steps"])
    return (time.thread_time() - start) / steps
