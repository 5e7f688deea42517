"""Several students graded at once, by processes that each take one after the other."""

import multiprocessing
import os
import signal
import threading
import warnings
from collections.abc import Callable, MutableMapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from tqdm import tqdm


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(
    students: Sequence[str],
    jobs: int,
    grader: tuple[Callable[..., Any], Sequence[Any]],
    graded: MutableMapping[str, Any],
    bar: tqdm,
) -> None:
    """Put into `graded` what became of each student.

    Who is missing there afterwards is not graded: a process was killed. An interrupt waits for
    those that were begun.

    Args:
        students: whom to grade.
        jobs: how many at once.
        grader: what makes an object with a method `one`, and its arguments; each process makes one.
        graded: student → what `one` returns.
        bar: counts the students.
    """
    pool = ProcessPoolExecutor(
        jobs,
        multiprocessing.get_context("spawn"),  # zmq and asyncio do not survive a fork
        initializer=_begin,
        initargs=grader,
    )
    waiting = iter(students)
    # inherited by the processes, which an interrupt would end before they come to `_begin`
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # no more than can be begun at once: an interrupt waits for these only
        running = {pool.submit(_one, student): student for student in islice(waiting, jobs)}
    finally:
        signal.signal(signal.SIGINT, handler)
    try:
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                graded[running[future]] = future.result()
                bar.update()
                del running[future]
                for student in islice(waiting, 1):
                    running[pool.submit(_one, student)] = student
    except BrokenProcessPool:
        return
    finally:
        bar.set_postfix_str("finishing those begun")
        pool.shutdown()
        graded.update({running[f]: f.result() for f in running if not f.exception()})


_grader: Any = None  # in one of the processes


def _begin(make: Callable[..., Any], arguments: Sequence[Any]) -> None:
    global _grader
    # not SIG_IGN, which a kernel would inherit
    signal.signal(signal.SIGINT, lambda *_: None)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader
    _grader = make(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _one(student: str) -> Any:
    return _grader.one(student)
