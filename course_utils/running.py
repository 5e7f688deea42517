"""How a long run is stopped, and how it is shown: the interrupt button and the progress bar."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from course_utils.episodes import progress_is_seen


@contextmanager
def interrupted() -> Iterator[threading.Event]:
    """Yield an event that the interrupt sets, in the place of a KeyboardInterrupt anywhere."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # signals reach the main thread only
        return

    def note(*_: Any) -> None:
        if stop.is_set():  # pressed twice: at once
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress_bar(steps: int, progress: bool | None) -> Iterator[Any]:
    """Yield a bar of so many steps, None where nobody looks or `progress` is False."""
    if not (progress_is_seen() if progress is None else progress):
        yield None
        return
    from tqdm.auto import tqdm

    with tqdm(total=steps, file=sys.stdout, leave=False, unit="step", mininterval=0.5) as bar:
        bar.last_words = 0.0
        yield bar
