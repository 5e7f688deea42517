"""A kernel that the grader drives one request at a time, with a deadline and a cap on output.

nbclient could run the cells, but bounds neither bytes nor a kernel that ignores interrupts, and
has no way to put a question. What is here is that, and no more.
"""

import queue
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from jupyter_client.manager import KernelManager
from nbformat import NotebookNode

from autograder.channels import Channels, limit, memory_used
from autograder.outputs import Outputs, too_much
from autograder.sandbox import SandboxKernelManager

GRACE = 5.0  # seconds an interrupted kernel has to answer
PULSE = 0.2  # seconds between looks at the kernel and at ourselves
MAX_GROWTH = 500_000_000  # bytes: of ours, while we wait. One message may have any number of parts
NO_ANSWER = {"status": "error", "ename": "Exception"}


@dataclass
class Reply:
    """How a request ended."""

    status: str  # "ok", "error", "timeout" (interrupted), "dead" (the kernel is gone)
    error: str = ""  # the exception's class name, where the status is "error"
    expressions: Mapping[str, Any] = field(default_factory=dict)
    outputs: list[NotebookNode] = field(default_factory=list)
    execution_count: int | None = None


class Kernel:
    """A context manager: the kernel lives as long as the `with` block.

    Args:
        name: the kernelspec.
        sandbox: put it in a box (see `autograder.sandbox`), which has a folder and an
            environment of its own; then `cwd` and `env` say nothing.
        cwd: the folder it runs in.
        env: its environment; None for the grader's own.
        extra: more arguments of the kernel's command line.
    """

    def __init__(
        self,
        *,
        name: str = "python3",
        sandbox: bool = False,
        cwd: str | None = None,
        env: Mapping[str, str] | None = None,
        extra: tuple[str, ...] = ("--HistoryManager.hist_file=:memory:", "--log-level=ERROR"),
    ):
        manager = SandboxKernelManager if sandbox else KernelManager
        self._manager = manager(kernel_name=name)
        self._start = {
            "cwd": cwd,
            "env": dict(env) if env else None,
            "extra_arguments": list(extra),
        }
        self._channels: Channels | None = None

    def __enter__(self) -> "Kernel":
        limit(self._manager)
        self._manager.start_kernel(**{k: v for k, v in self._start.items() if v is not None})
        try:
            self._channels = Channels(self._manager)
            self._channels.client.wait_for_ready(timeout=60)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the kernel and everything that belongs to it; a second call does nothing."""
        channels, self._channels = self._channels, None
        if channels is not None:
            channels.close()
        if self._manager.has_kernel:
            self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_resources()

    @property
    def alive(self) -> bool:
        return self._channels is not None and self._manager.is_alive()

    def run(
        self,
        code: str,
        *,
        seconds: float,
        expressions: Mapping[str, str] | None = None,
        history: bool = True,
    ) -> Reply:
        """Run `code`, then evaluate `expressions`, and return what came of it.

        After `seconds` the kernel is interrupted; one that does not stop then is killed.
        """
        if self._channels is None or not self._manager.is_alive():
            return Reply("dead")
        self._channels.mend()
        message = self._channels.client.execute(
            code,
            store_history=history,
            user_expressions=dict(expressions or {}),
            allow_stdin=False,
            stop_on_error=False,
        )
        return _Request(self, self._channels, self._manager, message, seconds).wait()


class _Request:
    def __init__(
        self, kernel: Kernel, channels: Channels, manager: Any, message: str, seconds: float
    ):
        self.kernel, self.channels, self.manager = kernel, channels, manager
        self.message = message
        self.deadline = time.monotonic() + seconds
        self.interrupted = False
        self.answer: dict | None = None
        self.idle = False
        self.outputs = Outputs()
        self.closed: set[str] = set()  # channels on which something too large came

    def wait(self) -> Reply:
        client = self.channels.client
        next_pulse, memory = time.monotonic(), memory_used()
        while not (self.answer and self.idle):
            now = time.monotonic()
            if now >= self.deadline:
                if self.answer or "shell" in self.closed:  # what is missing will not come
                    self.answer = self.answer or NO_ANSWER
                    break
                if self.interrupted:
                    self.kernel.close()
                    return self.reply("timeout")
                self.interrupted = True
                self.deadline = now + GRACE
                self.manager.interrupt_kernel()
            if now >= next_pulse:
                if not self.manager.is_alive() or memory_used() - memory > MAX_GROWTH:
                    self.kernel.close()
                    return self.reply("timeout" if self.interrupted else "dead")
                next_pulse = now + PULSE
            wait = max(0.0, min(self.deadline, next_pulse) - now)
            ready = self.channels.wait(int(wait * 1000) + 1)
            if "iopub" in ready:
                self.take(client.get_iopub_msg, self.hear)
            if "shell" in ready and not self.take(client.get_shell_msg, self.hear_answer):
                self.answer = NO_ANSWER
                self.deadline = time.monotonic() + GRACE
            if ready:
                self.miss(self.channels.mend())
        if self.quits():  # it answers first, and ends a moment later
            self.kernel.close()
            return self.reply("dead")
        return self.reply("timeout" if self.interrupted else "")

    def quits(self) -> bool:
        payload = (self.answer or {}).get("payload")
        return isinstance(payload, list) and any(
            isinstance(item, dict) and item.get("source") == "ask_exit" for item in payload
        )

    def take(self, receive: Callable[..., dict], hear: Callable[[dict], None]) -> bool:
        """Hear one message; return False for one that is none.

        A student's code has the kernel's key, and can send us any bytes.
        """
        try:
            hear(receive(timeout=0))
        except queue.Empty:  # it was closed
            return True
        except Exception:  # not signed, no JSON, too deep, not of its kind
            return False
        return True

    def miss(self, closed: set[str]) -> None:
        """Do without what the closed channels had for us; a kernel that died closes them too."""
        if "shell" in closed - self.closed and not self.answer:
            self.deadline = min(self.deadline, time.monotonic() + GRACE)
        self.closed |= closed
        self.idle = self.idle or "iopub" in closed

    def hear_answer(self, message: dict) -> None:
        if message["parent_header"].get("msg_id") == self.message:
            self.answer = {**NO_ANSWER, **message["content"]}
            self.deadline = time.monotonic() + GRACE

    def reply(self, status: str) -> Reply:
        if self.closed and status != "dead":
            self.outputs.kept.append(too_much())
        answer = self.answer or {}
        expressions, count = answer.get("user_expressions"), answer.get("execution_count")
        return Reply(
            status=status or ("ok" if answer.get("status") == "ok" else "error"),
            error=str(answer.get("ename", ""))[:60],
            expressions=expressions if isinstance(expressions, dict) else {},
            outputs=self.outputs.kept,
            execution_count=count if type(count) is int else None,
        )

    def hear(self, message: dict) -> None:
        if message["parent_header"].get("msg_id") != self.message or "iopub" in self.closed:
            return
        if message["msg_type"] == "status":
            self.idle = message["content"]["execution_state"] == "idle"
        else:
            self.outputs.hear(message)
