"""Is the likest cell found, and can no file make that cost more than its budget?"""

import random
from difflib import SequenceMatcher
from functools import partial

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.admit import Admitted, notebook_of
from autograder.likeness import BUDGET, LENGTH, Likeness, TooMuchError
from autograder.salvage import graft
from autograder.sources import ROOT
from autograder.states import State
from autograder.submission import label, state_of

RELEASED = ROOT / "notebooks" / "en" / "1_frozen_lake.ipynb"


@pytest.fixture
def released():
    return nbformat.read(RELEASED, as_version=4)


def edited(text, draw):
    """Return `text` with some of its lines moved, doubled or gone."""
    lines = text.split("\n")
    for _ in range(draw.randrange(6)):
        line = lines.pop(draw.randrange(len(lines)))
        for _ in range(draw.randrange(3)):
            lines.insert(draw.randrange(len(lines) + 1), line)
        lines = lines or [""]
    return "\n".join(lines)


def by_difflib(cells, source, least):
    def ratio(cell):
        return SequenceMatcher(None, cell.source, source[:LENGTH], autojunk=False).ratio()

    best = max(cells, key=ratio)
    return best if ratio(best) >= least else None


@pytest.mark.parametrize("least", [0.4, 0.7])
def test_the_bounds_lose_nothing_that_difflib_would_find(released, least):
    draw = random.Random(0)
    texts = [c.source[:300] for c in released.cells if c.cell_type == "code"]
    cells = [new_code_cell(edited(text, draw)) for text in texts] + [new_code_cell("x")]
    alike = Likeness()
    for text in texts:
        assert alike.best(cells, text, least=least) is by_difflib(cells, text, least)


def test_the_first_of_equals_is_taken():
    cells = [new_code_cell("b = 1"), new_code_cell("a = 1"), new_code_cell("a = 1")]
    assert Likeness().best(cells, "a = 1", least=0.4) is cells[1]
    assert Likeness().best([], "a = 1", least=0.4) is None


def letters_shuffled(source, count):
    draw = random.Random(0)
    return [new_code_cell("".join(draw.sample(source, len(source)))) for _ in range(count)]


def test_shuffled_letters_are_told_apart_without_difflib(released):
    source = max((c.source for c in released.cells if c.cell_type == "code"), key=len)[:LENGTH]
    alike = Likeness()
    assert alike.best(letters_shuffled(source, 20), source, least=0.7) is None
    assert BUDGET - alike.left < 20 * 20 * LENGTH  # of some 20 * 500 * LENGTH with difflib


def test_what_difflib_does_is_counted(released):
    source = max((c.source for c in released.cells if c.cell_type == "code"), key=len)[:LENGTH]
    alike = Likeness(budget=1_000_000)
    with pytest.raises(TooMuchError):
        alike.best(letters_shuffled(source, 20), source, least=0.1)


def test_a_file_too_costly_to_compare_needs_a_person(released, monkeypatch):
    monkeypatch.setattr("autograder.finding.Likeness", partial(Likeness, budget=10_000))
    cells = [new_code_cell("\n".join(c.source.split("\n")[1:])) for c in released.cells[:20]]
    nb = notebook_of([new_markdown_cell("### Exercise 1.1"), *cells])
    result = graft(nb, released)
    label(result.notebook, Admitted(nb), result)
    state, notes = state_of(result.notebook)
    assert state == State.NEEDS_PERSON
    assert "too much to compare" in [note.code for note in notes]


def test_the_same_budget_ends_at_the_same_cell(released):
    texts = [c.source for c in released.cells if c.cell_type == "code"]
    cells = [new_code_cell(edited(text, random.Random(1))) for text in texts]

    def spent():
        alike = Likeness()
        for text in texts:
            alike.best(cells, text, least=0.4)
        return BUDGET - alike.left

    assert spent() == spent()


def test_lines_that_several_statements_share_are_taken_once():
    """Two answers in one cell, one of them a line of 1,000 statements."""
    line = "a = 1; " * 1000 + "b = (\n2); a = 3"
    cells = [new_code_cell("helper = 0", id="one"), new_code_cell("a = 0", id="two")]
    for cell in cells:
        cell.metadata["nbgrader"] = {"grade_id": cell.id, "solution": True, "grade": False}
    both = new_code_cell(f"def helper():\n    pass\n{line}\nc = 4")
    result = graft(notebook_of([both]), notebook_of(cells), {"one": ["helper"], "two": ["a"]})
    assert [c.source for c in result.notebook.cells] == [both.source, line]
