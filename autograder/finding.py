"""Says which of a student's cells is which cell of the release, by all that may be left of it.

In this order: the names of cells, their text, what answers define, where they stand, and how
much they are like what was handed out.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from autograder.admit import names_defined, names_in
from autograder.likeness import Likeness, TooMuchError
from autograder.session import SKIP
from autograder.states import Note

EXERCISE = re.compile(r"^#+\s*Exerci[sc]e\s+(\d+\.\d+)", re.MULTILINE)
ALIKE = 0.7  # how similar a course cell must be to be the one that was edited
MAY_BE = 0.4  # and how similar to its stub an answer, in the right place

Statements = list[tuple[list[str], int, int]]  # the names it defines, its first and last line


@dataclass(eq=False)
class Known:
    """A code cell of the release, and the student's cell that is it."""

    name: str  # grade_id, else cell id
    cell: NotebookNode
    names: tuple[str, ...]  # what the reference's answer defines
    exercise: str  # the number in the header before it
    theirs: NotebookNode | None = None
    source: str | None = None  # where it is not theirs.source

    @property
    def is_answer(self) -> bool:
        return bool(self.cell.metadata.get("nbgrader", {}).get("solution"))

    @property
    def is_graded(self) -> bool:
        return "nbgrader" in self.cell.metadata

    @property
    def is_skipped(self) -> bool:
        return SKIP in (self.cell.metadata.get("tags") or [])

    @cached_property
    def squeezed(self) -> str:
        return _squeezed(self.cell.source)

    def is_as_released(self, source: str) -> bool:
        return _squeezed(source) == self.squeezed


def known_cells(released: NotebookNode, wanted: Mapping[str, Sequence[str]]) -> list[Known]:
    """Return the code cells of a release, in order."""
    known, exercise = [], ""
    for cell in released.cells:
        if cell.cell_type != "code":
            exercise = _exercise(cell.source) or exercise
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")
        names = tuple(wanted.get(name) or names_defined(cell.source))
        known.append(Known(name, cell, names, exercise))
    return known


def _exercise(source: str) -> str:
    found = EXERCISE.search(source)
    return found[1] if found else ""


class Search:
    """Says which of the student's cells is which cell of the release."""

    def __init__(self, cells: Sequence[NotebookNode], known: list[Known]):
        self.known = known
        self.theirs = list(cells)
        self.free = [c for c in self.theirs if c.source.strip()]
        self.exercise: dict[int, str] = {}  # id() of a cell → the exercise it stands under
        self.dropped: set[int] = set()  # id() of copies that say nothing
        self.stopped = False  # some cells were not looked at any more
        self._read: dict[int, tuple[Statements, set[str]]] = {}
        number = ""
        for cell in self.theirs:
            if cell.cell_type != "code":
                number = _exercise(cell.source) or number
            self.exercise[id(cell)] = number

    def run(self) -> list[Note]:
        notes = []
        named = self.by_name()
        self.by_text()
        elsewhere = self.by_definition()
        try:
            alike = Likeness()
            self.by_place(alike)
            if len(self.open()) > 1:
                self.by_likeness(alike)
        except TooMuchError:
            self.stopped = True
        elsewhere += self.by_taking_apart()
        graded = sum(known.theirs is not None for known in self.known if known.is_graded)
        if graded and not named:
            notes.append(Note("no ids"))
        elif elsewhere or graded > named:
            notes.append(Note("elsewhere"))
        if self.drop_copies():
            notes.append(Note("duplicated"))
        return notes

    def open(self, *, answers: bool | None = None) -> list[Known]:
        return [k for k in self.known if k.theirs is None and answers in (None, k.is_answer)]

    def give(self, known: Known, cell: NotebookNode) -> None:
        known.theirs = cell
        self.free = [other for other in self.free if other is not cell]

    def by_name(self) -> int:
        """By nbgrader's id, or by the cell's; return how many graded cells were found so."""
        count = 0
        by_id: dict[str, list[NotebookNode]] = {}
        for cell in self.theirs:
            meta = cell.metadata.pop("nbgrader", None)
            by_id.setdefault(meta["grade_id"] if meta else cell.get("id", ""), []).append(cell)
        for known in self.known:
            if cells := by_id.get(known.name, []):
                done = [c for c in cells if not known.is_as_released(c.source)]
                self.give(known, (done if known.is_answer and done else cells)[0])
                count += known.is_graded
        return count

    def by_text(self) -> None:
        same: dict[str, list[NotebookNode]] = {}
        for cell in self.free:
            same.setdefault(_squeezed(cell.source), []).append(cell)
        for known in self.open():
            if cells := same.get(known.squeezed):
                self.give(known, cells.pop(0))

    def read(self, cell: NotebookNode) -> tuple[Statements, set[str]]:
        """Return the statements of a cell and all names they define; each cell is parsed once."""
        if id(cell) not in self._read:
            found = _statements(cell.source) if cell.cell_type == "code" else []
            self._read[id(cell)] = found, {name for names, _, _ in found for name in names}
        return self._read[id(cell)]

    def by_definition(self) -> int:
        """By what the reference's answer defines; return how many stood elsewhere."""
        moved = 0
        for known in self.known:
            stub = known.theirs is not None and known.is_as_released(known.theirs.source)
            if not known.is_answer or not known.names or not (known.theirs is None or stub):
                continue
            found = [
                cell
                for cell in self.free
                if set(known.names) <= self.read(cell)[1] and not known.is_as_released(cell.source)
            ]
            here = [c for c in found if self.exercise[id(c)] == known.exercise]
            shared = any(set(o.names) & set(known.names) for o in self.known
                         if o.is_answer and o is not known)  # fmt: skip
            if here or (found and not shared):
                if known.theirs is not None:  # the stub is of no use any more
                    self.dropped.add(id(known.theirs))
                    moved += 1
                self.give(known, (here or found)[-1 if stub else 0])
        return moved

    def by_place(self, alike: Likeness) -> None:
        """The cell under the exercise's header that looks most like the stub."""
        for known in self.open(answers=True):
            here = [c for c in self.free if c.cell_type == "code"
                    and known.exercise and self.exercise[id(c)] == known.exercise]  # fmt: skip
            if best := alike.best(here, known.cell.source, least=MAY_BE):
                self.give(known, best)

    def by_likeness(self, alike: Likeness) -> None:
        """Course cells that were edited after an editor took their names away."""
        for known in self.open():
            code = [c for c in self.free if c.cell_type == "code"]
            if best := alike.best(code, known.cell.source, least=ALIKE):
                self.give(known, best)

    def by_taking_apart(self) -> int:
        """Several answers in one cell: each exercise gets the lines that define its names."""
        taken = 0
        for known in self.open(answers=True):
            shared = any(set(o.names) & set(known.names) for o in self.known
                         if o.is_answer and o is not known)  # fmt: skip
            for cell in self.theirs if known.names and not shared else ():
                statements, defined = self.read(cell)
                if set(known.names) <= defined:
                    known.theirs = cell
                    known.source = _lines_defining(known.names, statements, cell.source)
                    taken += 1
                    break
        return taken

    def drop_copies(self) -> int:
        """Forget copies of course cells as they were released, which would undo answers."""
        dropped = 0
        released = {_squeezed(k.cell.source) for k in self.known}
        taken = {_squeezed(k.theirs.source) for k in self.known if k.theirs is not None}
        for cell in self.free:
            if cell.cell_type == "code" and _squeezed(cell.source) in released | taken:
                self.dropped.add(id(cell))
                dropped += 1
        return dropped


def _statements(source: str) -> Statements:
    """Return what each statement of a code cell defines; one for all where it does not parse."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [(names_defined(source, all_kinds=True), 1, len(source.splitlines()))]
    found = []
    for node in body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        functions, assigned = names_in([node])
        found.append(([*functions, *assigned], first, node.end_lineno or first))
    return found


def _lines_defining(names: Sequence[str], statements: Statements, source: str) -> str:
    """Return the lines of the statements that define `names`, each line once."""
    lines, parts, end = source.splitlines(), [], 0
    for defined, first, last in statements:
        if set(names) & set(defined) and last > end:
            parts.append("\n" if first <= end + 1 else "\n\n")
            parts.append("\n".join(lines[max(first - 1, end) : last]))
            end = last
    return "".join(parts[1:])


def _squeezed(source: str) -> str:
    return "".join(source.split())
