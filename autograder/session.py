"""A student's or the reference's run: cells, questions, time, and what happens when Python dies."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from nbformat import NotebookNode

from autograder.evidence import NoEvidence, from_reply, moment_code, question_code
from autograder.kernel import Kernel, Reply
from autograder.questions import Question, question_seed

SKIP = "skip-when-grading"
# nobody looks at a progress bar here; sets and dicts of strings keep one order
ENVIRONMENT = {"COURSE_PROGRESS": "0", "PYTHONHASHSEED": "0"}
SEED_GLOBALS = "import random, numpy; random.seed(0); numpy.random.seed(0); del random, numpy"


@dataclass(frozen=True)
class Limits:
    """What a run may take: seconds, new kernels for ones that died, and the sandbox it runs in."""

    cell: float = 30
    evidence: float = 30
    notebook: float = 600
    restarts: int = 4
    sandbox: bool = True


class Session:
    """A context manager around a kernel.

    When the kernel dies, another is started and runs again what went well before: one exercise
    that takes Python down does not cost the exercises after it. The first request that finds its
    kernel dead is made a second time, because the machine may have killed it.
    """

    def __init__(self, *, limits: Limits, cwd: str | None = None, kernel_name: str = "python3"):
        self.limits = limits
        self._kernel_options: dict[str, Any] = {
            "name": kernel_name,
            "sandbox": limits.sandbox,
            "cwd": cwd,
            "env": {**os.environ, **ENVIRONMENT},
        }
        self._deadline = time.monotonic() + limits.notebook
        self._restarts = 0
        self._second_chance = True
        self._ran_well: list[tuple[str, dict[str, str]]] = []  # code, expressions
        self._kernel: Kernel | None = None

    def __enter__(self) -> "Session":
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self._kernel is not None:
            self._kernel.close()

    def run(self, code: str) -> Reply:
        """Run a cell."""
        reply = self._request(code, seconds=self.limits.cell)
        if reply.status in ("ok", "error"):
            self._ran_well.append((code, {}))
        return reply

    def mark(self, moment: str) -> None:
        """Keep the notebook's names as they are now, for questions that come later."""
        expressions = {"moment": moment_code(moment)}
        self._request("", seconds=self.limits.cell, expressions=expressions, history=False)
        self._ran_well.append(("", expressions))

    def all_cells_ran(self) -> None:
        """Give the questions that follow as much time as the cells had."""
        self._deadline = time.monotonic() + self.limits.notebook

    def ask(
        self,
        questions: Sequence[Question],
        *,
        seed: int,
        grade_id: str,
        moment: str | None = None,
        reference: bool = False,
    ) -> list[Any]:
        """Put the questions of a check cell, one at a time; return evidence or `NoEvidence`.

        Args:
            questions: of the check cell.
            seed: the assignment's.
            grade_id: the check cell's.
            moment: ask about the names as they were when this was marked; None for now.
            reference: it is the reference that is asked, also for what is wanted.
        """
        answers = []
        for number, question in enumerate(questions):
            setup, expression = question.setup, question.evidence
            if reference:
                setup, expression = question.of_reference()
            code = question_code(
                seed=question_seed(seed, grade_id, number),
                setup=setup,
                expression=expression,
                first=number == 0,
                moment=moment,
            )
            reply = self._request(
                "", seconds=self.limits.evidence, expressions={"evidence": code}, history=False
            )
            if reply.status in ("timeout", "dead"):
                answers.append(NoEvidence(reply.status))
            else:
                answer = reply.expressions.get("evidence")
                answers.append(from_reply(answer if isinstance(answer, dict) else {}))
        return answers

    def _request(self, code: str, *, seconds: float, **options: Any) -> Reply:
        if self._kernel is None or not self._kernel.alive:
            self._revive()
        reply = self._try(code, seconds, options)
        if reply.status == "dead" and (self._died_of_an_earlier_cell() or self._second_chance):
            self._second_chance = False
            reply = self._try(code, seconds, options)
        return reply

    def _try(self, code: str, seconds: float, options: dict[str, Any]) -> Reply:
        left = self._deadline - time.monotonic()
        if left <= 0:
            return Reply("timeout")
        assert self._kernel is not None
        return self._kernel.run(code, seconds=min(seconds, left), **options)

    def _died_of_an_earlier_cell(self) -> bool:
        """Start again; leave a cell out that ended well and took the kernel down just after."""
        self._revive()
        if self._try("", self.limits.cell, {"history": False}).status != "dead":
            return False
        cells = [one for one in self._ran_well if one[0]]
        if not cells:
            return False
        self._ran_well.remove(cells[-1])
        self._revive()
        return True

    def _start(self) -> None:
        self._kernel = Kernel(**self._kernel_options).__enter__()
        self._kernel.run(SEED_GLOBALS, seconds=self.limits.cell, history=False)

    def _revive(self) -> None:
        if self._restarts >= self.limits.restarts:
            return
        self._restarts += 1
        if self._kernel is not None:
            self._kernel.close()
        self._start()
        assert self._kernel is not None
        for code, expressions in self._ran_well:
            left = self._deadline - time.monotonic()
            if left <= 0 or not self._kernel.alive:
                return
            seconds = min(self.limits.cell, left)
            self._kernel.run(code, seconds=seconds, expressions=expressions, history=bool(code))


def is_skipped(cell: NotebookNode) -> bool:
    """Return whether the grader leaves this cell alone: prose, empty, or tagged so."""
    tags = cell.metadata.get("tags") or []
    return cell.cell_type != "code" or not cell.source.strip() or SKIP in tags
