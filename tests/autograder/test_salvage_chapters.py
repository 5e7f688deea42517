"""Are the answers of the real chapters found when an editor has taken everything else away?"""

import json
import random

import nbformat
import pytest

from autograder.admit import admit, names_defined
from autograder.demo import fill, reference_answers
from autograder.salvage import graft
from autograder.sources import ROOT, find_sources, read_chapter
from autograder.translate import in_language

EDITIONS = [(path, language) for path in find_sources() for language in ("en", "fr")]
IDS = [f"{path.stem}-{language}" for path, language in EDITIONS]


def handed_in(path, language):
    """Return the edition, a right notebook of it, the answers, and the names that they define."""
    released = nbformat.read(ROOT / "notebooks" / language / f"{path.stem}.ipynb", as_version=4)
    right = reference_answers(read_chapter(path).notebook)
    answers = {name: in_language(text, language) for name, text in right.items()}
    nb = nbformat.from_dict(released)
    fill(nb, answers)
    return released, nb, answers, {name: names_defined(text) for name, text in right.items()}


def graded(nb, released, wanted, tmp_path):
    (tmp_path / "a.ipynb").write_text(json.dumps(nb))
    result = graft(admit(tmp_path / "a.ipynb").notebook, released, wanted)
    found = {one.id: one.source for one in result.notebook.cells}
    return result, {name: found[name] for name in wanted}


@pytest.mark.parametrize(("path", "language"), EDITIONS, ids=IDS)
def test_a_notebook_in_order_stays_as_it_is(path, language, tmp_path):
    released, nb, answers, wanted = handed_in(path, language)
    ids = [one.id for one in nb.cells]
    result, found = graded(nb, released, wanted, tmp_path)
    assert found == answers
    assert (result.notes, result.missing) == ([], [])
    assert [one.id for one in result.notebook.cells] == ids


@pytest.mark.parametrize(("path", "language"), EDITIONS, ids=IDS)
def test_stripped_and_shuffled(path, language, tmp_path):
    released, nb, answers, wanted = handed_in(path, language)
    for one in nb.cells:
        one.metadata = {}
        del one["id"]
    random.Random(1).shuffle(nb.cells)
    result, found = graded(nb, released, wanted, tmp_path)
    assert found == answers
    assert result.missing == []
    # as in the release, so what runs is what the reference ran
    code = [one.id for one in released.cells if one.cell_type == "code"]
    assert [one.id for one in result.notebook.cells if one.cell_type == "code"] == code


@pytest.mark.parametrize(("path", "language"), EDITIONS, ids=IDS)
def test_an_untouched_edition_has_nothing_filled_in(path, language, tmp_path):
    released, _, _, wanted = handed_in(path, language)
    for one in (nb := nbformat.from_dict(released)).cells:
        one.metadata = {}
        del one["id"]
    result, _ = graded(nb, released, wanted, tmp_path)
    assert (result.filled, result.missing) == ([], [])
