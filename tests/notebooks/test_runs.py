"""Do the references run from top to bottom, and does a student's notebook stop where it should?"""

import resource
import time

import pytest
from full_runs import WITHOUT, compare_pictures
from IPython.core.inputtransformer2 import TransformerManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from pace import Pace

from autograder.pictures import run_reference

LIMIT = 90  # seconds, on the machine that Pace compares this one with


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.slow
def test_a_reference_runs_and_its_pictures_are_the_committed_ones(chapter, capsys):
    language = WITHOUT[chapter.name]
    before = children_seconds()
    with Pace() as pace:
        run = run_reference(chapter, language, timeout=300)
    # the lower of the two: other programs on the machine are not the chapter's fault
    seconds = min(run.seconds, children_seconds() - before)
    there = pace.there(seconds)
    with capsys.disabled():
        print(f"\n{run.chapter} ({language}): {seconds:.1f} s here, {there:.1f} s there")
    assert there < LIMIT
    compare_pictures(chapter, language, run.notebook.cells)


@pytest.mark.slow
def test_a_students_notebook_runs_to_its_first_exercise_and_stops(edition, tmp_path):
    first = next(i for i, cell in enumerate(edition.cells) if "exercise" in cell.metadata)
    check = next(i for i, cell in enumerate(edition.cells) if i > first and is_check(cell))
    client = NotebookClient(edition, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    started = time.perf_counter()
    with Pace() as pace, pytest.raises(CellExecutionError):
        client.execute()
    seconds = time.perf_counter() - started
    stopped = [
        (index, output)
        for index, cell in enumerate(edition.cells)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    ((index, output),) = stopped
    assert output.ename == "NotImplementedError"
    assert edition.cells[first].metadata.exercise in output.evalue
    assert first <= index <= check
    assert pace.there(seconds) < LIMIT


def test_every_cell_of_a_students_notebook_parses(edition):
    for cell in edition.cells:
        if cell.cell_type == "code":
            compile(TransformerManager().transform_cell(cell.source), cell.id, "exec")


def is_check(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)
