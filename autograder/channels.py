"""The grader's side of a kernel's sockets: nothing that arrives there is larger than a limit.

A student's code has the kernel's key and sockets, and a message costs the grader memory before
anyone can look at it. So ZeroMQ itself refuses large ones: it closes the connection, for good and
without a word. Here that is noticed, and the connection made again.
"""

import os
from pathlib import Path
from typing import Any

import zmq
from zmq.utils.monitor import recv_monitor_message

MAX_MESSAGE = 10_000_000  # bytes: evidence may be 8 MB, and what a request puts out 4 MB
MAX_WAITING = 20  # messages not read yet; more wait in the kernel, whose memory is limited
USED = ("shell", "iopub")  # where nobody reads, messages would pile up


class Channels:
    """The channels of one kernel, made when it has started.

    Args:
        manager: the kernel's.
    """

    def __init__(self, manager: Any):
        context = manager.context  # its own sockets and ours
        self.client = manager.client(context=context)
        self.client.start_channels(stdin=False, hb=False, control=False)
        self._watch = {name: self.socket(name).get_monitor_socket(zmq.EVENT_DISCONNECTED)
                       for name in USED}  # fmt: skip

    def socket(self, name: str) -> Any:
        return getattr(self.client, f"{name}_channel").socket

    def wait(self, milliseconds: int) -> set[str]:
        """Return the channels that have a message to read or were closed since."""
        poller = zmq.Poller()
        names = {}
        for name in USED:
            for socket in (self.socket(name), self._watch[name]):
                poller.register(socket, zmq.POLLIN)
                names[socket] = name
        return {names[socket] for socket, _ in poller.poll(milliseconds)}

    def mend(self) -> set[str]:
        """Connect again what was closed since the last call; return what that was."""
        closed = set()
        for name, watch in self._watch.items():
            while watch.poll(0):
                recv_monitor_message(watch)
                closed.add(name)
        for name in closed:
            address = self.client._make_url(name)
            self.socket(name).disconnect(address)
            self.socket(name).connect(address)
        return closed

    def close(self) -> None:
        for name in USED:
            self.socket(name).disable_monitor()
            getattr(self.client, f"{name}_channel").stop()


def limit(manager: Any) -> None:
    """Set the limits of all sockets that are made for this kernel, before there are any."""
    manager.context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
    manager.context.setsockopt(zmq.RCVHWM, MAX_WAITING)


def memory_used() -> int:
    """Return how many bytes of memory this process holds; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
