"""Finds the student's answers among the cells handed in, and puts them into what was released.

Graded cells and their metadata are the course's; a submission only fills in answers. So a
duplicated or deleted cell, edited points or another editor's habits cannot change what is graded.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.finding import Known, Search, known_cells
from autograder.states import Note

TOP = "how-it-was-read"  # id of the grader's own cell, in which the feedback says so


@dataclass
class Grafted:
    """The notebook to grade, and how the answers were found."""

    notebook: NotebookNode
    notes: list[Note] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # answers not found, by grade_id
    filled: list[str] = field(default_factory=list)  # answers that are not the stub any more
    person: list[Note] = field(default_factory=list)  # a person must look, because


def graft(
    nb: NotebookNode, released: NotebookNode, wanted: Mapping[str, Sequence[str]] | None = None
) -> Grafted:
    """Return the student's notebook with the course's code cells, each exactly once, in order.

    An answer that is missing is put back as it was released, with `"missing": true` in its
    metadata.

    Args:
        nb: the submission, as `admit` read it; it is used up.
        released: the edition that was handed out.
        wanted: grade_id → the names that the reference's answer defines; those of the stub where
            there is none.
    """
    search = Search(nb.cells, known_cells(released, wanted or {}))
    notes = search.run()
    order = _Order(search)
    notes += order.notes
    cells = order.cells()
    course = {cell.metadata["place"]: cell for cell in cells if "place" in cell.metadata}
    _put_ids(cells, course)
    result = Grafted(nb, notes)
    if search.stopped:
        result.person.append(Note("too much to compare"))
    for known in (k for k in search.known if k.is_answer):
        if known.theirs is None:
            result.missing.append(known.name)
        elif not known.is_as_released(course[known.name].source):
            result.filled.append(known.name)
    for cell in cells:
        cell.metadata.pop("place", None)
    nb.cells = cells
    nb.metadata = copy.deepcopy(released.metadata)
    nb.nbformat, nb.nbformat_minor = 4, 5
    return result


class _Order:
    """Lines the cells up as they were released, each with the student's own cells after it."""

    def __init__(self, search: Search):
        self.search = search
        self.notes: list[Note] = []
        place = {id(k.theirs): k for k in search.known if k.theirs is not None and not k.source}
        self.head: list[NotebookNode] = []
        self.after: dict[str, list[NotebookNode]] = {k.name: [] for k in search.known}
        sequence: list[Known] = []
        for cell in search.theirs:
            if id(cell) in search.dropped:
                continue
            if known := place.get(id(cell)):
                sequence.append(known)
            elif sequence:
                self.after[sequence[-1].name].append(cell)
            else:
                self.head.append(cell)
        self.first = sequence[0] if sequence else None
        ranks = [search.known.index(known) for known in sequence]
        if ranks != sorted(ranks):
            self.notes.append(Note("reordered"))
        # an answer that is missing is named by itself
        if any(not k.is_answer and not k.is_skipped for k in search.open()) and sequence:
            self.notes.append(Note("deleted"))

    def cells(self) -> list[NotebookNode]:
        """Return them all; what was deleted is put back, except what grading does not run."""
        cells: list[NotebookNode] = list(self.head)
        for known in self.search.known:
            if known.theirs is None and known.is_skipped:
                continue
            ours = copy.deepcopy(known.cell)
            ours.metadata["place"] = known.name
            if known.theirs is None:
                ours.metadata["missing" if known.is_answer else "restored"] = True
                at = _end_of_code(cells)
                cells.insert(at, ours)
                continue
            if known.source is not None:
                ours.source = known.source
                cells.insert(_end_of_code(cells), ours)
                continue
            if not (known.is_graded and not known.is_answer):
                ours.source = known.theirs.source
            cells += [ours, *self.after[known.name]]
        for cell in cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        return cells


def _end_of_code(cells: list[NotebookNode]) -> int:
    """Where a cell that was not there goes: before the prose that comes last."""
    at = len(cells)
    while at and cells[at - 1].cell_type != "code":
        at -= 1
    return at if at else len(cells)


def _put_ids(cells: list[NotebookNode], course: Mapping[str, NotebookNode]) -> None:
    taken = {TOP, *(cell.id for cell in course.values())}
    for number, cell in enumerate(cells):
        if "place" in cell.metadata:
            continue
        if not cell.get("id") or cell.id in taken:
            cell.id = f"cell-{number}-of-{len(cells)}"
        taken.add(cell.id)
