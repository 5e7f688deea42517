"""Takes the student's answers out of a submission and puts them into what was released.

Graded cells and their metadata are the course's; a submission only fills in answers. So a
duplicated or deleted cell, edited points or an old metadata format cannot stop the batch.
"""

import copy
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.doctor import SandboxUnavailableError, require_sandbox
from autograder.markers import without_hidden
from course_utils.language import LANGUAGES


class SubmissionExporter(NotebookExporter):
    """Reads a submission; a file that is no notebook is an empty one that says so.

    nbgrader makes one before it touches any submission: the moment to refuse grading where
    student code cannot be sandboxed.
    """

    def __init__(self, config: Any = None, **options: Any):
        super().__init__(config=config, **options)
        if self.config.GradeByEvidence.get("sandbox", True):
            try:
                require_sandbox()
            except SandboxUnavailableError as problem:
                raise NbGraderException(str(problem)) from None

    def from_file(self, file_stream: Any, resources: dict | None = None, **options: Any):
        try:
            nb = nbformat.read(file_stream, as_version=4)
            list(nb.cells)
        except Exception:  # whatever a student may hand in
            nb = unreadable()
        return self.from_notebook_node(nb, resources=resources, **options)


def unreadable() -> NotebookNode:
    """Return what stands for a file in which no notebook can be found."""
    return new_notebook(metadata={"course": {"unreadable": True}})


def language_of(nb: NotebookNode) -> str:
    """Return the edition's language, as the notebook says; else English."""
    course = nb.metadata.get("course")
    language = course.get("language") if isinstance(course, dict) else None
    return language if language in LANGUAGES else "en"


class Graft(NbGraderPreprocessor):
    """Replaces nbgrader's own clean-up of a submission (OverwriteCells and its like)."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        course = self.parent.parent.coursedir
        released = released_notebook(
            Path(course.root), resources["nbgrader"], language_of(nb), course.source_directory
        )
        try:
            return graft(nb, released), resources
        except Exception:  # JSON that has a notebook's version, and not its structure
            self.log.exception("No notebook: %s", resources["nbgrader"]["student"])
            return graft(unreadable(), released), resources


def released_notebook(root: Path, ids: dict, language: str, source: str) -> NotebookNode:
    """Return what the student was given: the edition released, else the source's visible part."""
    name = f"{ids['notebook']}.ipynb"
    edition = root / "release" / language / ids["assignment"] / name
    if edition.exists():
        return nbformat.read(edition, as_version=4)
    nb = nbformat.read(root / source / ids["assignment"] / name, as_version=4)
    for cell in nb.cells:
        cell.source = without_hidden(cell.source)
    return nb


def graft(nb: NotebookNode, released: NotebookNode) -> NotebookNode:
    """Return the student's notebook with the course's graded cells, each exactly once.

    An answer that is missing is put back as it was released, with `"missing": true` in its
    metadata.
    """
    known = {
        cell.metadata["nbgrader"]["grade_id"]: cell
        for cell in released.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id")
    }
    cells: list[NotebookNode] = []
    place: dict[str, NotebookNode] = {}
    for cell in nb.cells:
        meta = cell.metadata.pop("nbgrader", None)
        cell.metadata.pop("verdict", None)
        grade_id = meta.get("grade_id") if isinstance(meta, dict) else cell.get("id")
        if not isinstance(grade_id, str) or grade_id not in known or grade_id in place:
            cells.append(cell)
            continue
        ours = copy.deepcopy(known[grade_id])
        if ours.metadata["nbgrader"]["solution"]:
            ours.source = cell.source
        place[grade_id] = ours
        cells.append(ours)
    before: NotebookNode | None = None
    for grade_id, cell in known.items():
        if grade_id not in place:
            place[grade_id] = copy.deepcopy(cell)
            place[grade_id].metadata["missing"] = True
            at = len(cells) if before is None else _index(cells, before) + 1
            cells.insert(at, place[grade_id])
        before = place[grade_id]
    nb.cells = cells
    course = nb.metadata.get("course")
    nb.metadata = copy.deepcopy(released.metadata)
    if isinstance(course, dict) and course.get("unreadable") is True:
        nb.metadata["course"] = {**nb.metadata.get("course", {}), "unreadable": True}
    nb.nbformat, nb.nbformat_minor = 4, 5
    ids: set[str] = set()
    for number, cell in enumerate(cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if not isinstance(cell.get("id"), str) or cell.id in ids:
            cell.id = f"cell-{number}-of-{len(cells)}"
        ids.add(cell.id)
    return nb


def _index(cells: list[NotebookNode], cell: NotebookNode) -> int:
    return next(number for number, other in enumerate(cells) if other is cell)
