"""What is read of a file, whatever is in it; whose answers are found, wherever they are."""

import copy
import json
import os

import pytest
from nbformat import from_dict

from autograder.admit import MAX_SOURCE, admit, names_defined
from autograder.handed_in import candidates, tidy
from autograder.salvage import graft
from autograder.states import Note, State, sentence
from course_utils.language import in_language


def cell(source, kind="code", name="", **nbgrader):
    metadata = {"nbgrader": {"grade_id": name, **nbgrader}} if nbgrader else {}
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "source": source, "metadata": metadata, **extra}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


RELEASED = notebook(
    cell("import numpy as np", name="setup"),
    cell("### Exercise 1.1 · Twice", "markdown", "ex-twice"),
    cell("def twice(x):\n    raise NotImplementedError", name="twice", solution=True, grade=False),
    cell("expect(twice(1), 2)", name="twice-test", solution=False, grade=True),
    cell("### Exercise 1.2 · A letter", "markdown", "ex-letter"),
    cell("raise NotImplementedError('1.2')", name="letter", solution=True, grade=False),
    cell("expect(answer, 'b')", name="letter-test", solution=False, grade=True),
)
WANTED = {"twice": ["twice"], "letter": ["answer"]}
TWICE, LETTER = "def twice(x):\n    return 2 * x", "answer = 'b'"


def right():
    nb = copy.deepcopy(RELEASED)
    nb["cells"][2]["source"], nb["cells"][5]["source"] = TWICE, LETTER
    return nb


def grafted(tmp_path, nb, name="a.ipynb"):
    path = tmp_path / name
    path.write_bytes(nb if isinstance(nb, bytes) else json.dumps(nb).encode())
    return graft(admit(path).notebook, from_dict(RELEASED), WANTED)


def answers(result):
    found = {one.id: one.source for one in result.notebook.cells if one.cell_type == "code"}
    return found.get("twice"), found.get("letter")


def codes(result):
    return [note.code for note in result.notes]


def test_a_notebook_in_order_needs_no_words(tmp_path):
    result = grafted(tmp_path, right())
    assert answers(result) == (TWICE, LETTER)
    assert (result.notes, result.missing, result.filled) == ([], [], ["twice", "letter"])
    assert [one.id for one in result.notebook.cells] == [one["id"] for one in RELEASED["cells"]]


def test_an_untouched_one_has_nothing_filled_and_nothing_missing(tmp_path):
    result = grafted(tmp_path, copy.deepcopy(RELEASED))
    assert (result.notes, result.missing, result.filled) == ([], [], [])


def test_answers_without_names_are_found_by_what_they_define(tmp_path):
    nb = right()
    for one in nb["cells"]:
        del one["id"]
        one["metadata"] = {}
    nb["cells"].reverse()
    result = grafted(tmp_path, nb)
    assert answers(result) == (TWICE, LETTER)
    assert codes(result) == ["no ids", "reordered"]


def test_an_answer_that_does_not_parse_is_found_too(tmp_path):
    nb = right()
    nb["cells"][2] = cell("def twice(x:\n    return 2 * x")
    assert answers(grafted(tmp_path, nb))[0] == "def twice(x:\n    return 2 * x"


def test_an_answer_of_another_name_is_found_by_its_place(tmp_path):
    nb = right()
    nb["cells"][2] = cell("def double(x):\n    raise NotImplementedError('what?')")
    assert answers(grafted(tmp_path, nb))[0].startswith("def double")


def test_the_students_own_cells_stay_where_they_were(tmp_path):
    nb = right()
    nb["cells"].insert(2, cell("def helper(): pass", name="mine"))
    nb["cells"].append(cell("print('the end')", name="last"))
    order = [one.id for one in grafted(tmp_path, nb).notebook.cells]
    assert order.index("setup") < order.index("mine") < order.index("twice")
    assert order[-1] == "last"


def test_a_stub_copied_after_the_answer_does_not_undo_it(tmp_path):
    nb = right()
    nb["cells"].insert(3, copy.deepcopy(RELEASED["cells"][2]))
    result = grafted(tmp_path, nb)
    assert answers(result)[0] == TWICE
    assert sum("def twice" in one.source for one in result.notebook.cells) == 1
    assert codes(result) == ["duplicated"]


def test_several_answers_in_one_cell_are_taken_apart(tmp_path):
    result = grafted(tmp_path, notebook(cell(f"import numpy as np\n{TWICE}\n{LETTER}\n")))
    first, second = answers(result)
    assert TWICE in first
    assert second == LETTER
    assert result.missing == []


def test_what_was_deleted_is_put_back_and_a_missing_answer_is_named(tmp_path):
    nb = right()
    nb["cells"] = [one for one in nb["cells"] if one["id"] not in ("setup", "twice", "twice-test")]
    result = grafted(tmp_path, nb)
    assert result.missing == ["twice"]
    order = [one.id for one in result.notebook.cells if one.cell_type == "code"]
    assert order == ["setup", "twice", "twice-test", "letter", "letter-test"]
    assert next(one for one in result.notebook.cells if one.id == "twice").metadata["missing"]


def test_check_cells_and_points_are_the_courses_own(tmp_path):
    nb = right()
    nb["cells"][3]["source"] = "True"
    nb["cells"][3]["metadata"]["nbgrader"]["points"] = 99
    check = next(o for o in grafted(tmp_path, nb).notebook.cells if o.id == "twice-test")
    assert check.source == "expect(twice(1), 2)"
    assert "points" not in check.metadata["nbgrader"]


def test_no_cell_of_a_student_passes_for_the_graders_own(tmp_path):
    nb = right()
    nb["cells"].insert(0, cell("**All right**", "markdown", "how-it-was-read"))
    assert "how-it-was-read" not in [one.id for one in grafted(tmp_path, nb).notebook.cells]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"{", "unreadable"),
        (b"[1]", "unreadable"),
        (b"\xff\xfe", "empty"),
        (b'{"cells": 3}', "unreadable"),
        (b'{"cells": [7]}', "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (json.dumps(notebook(cell("x" * (MAX_SOURCE + 1)))).encode(), "too large"),
    ],
)
def test_what_holds_no_notebook_is_named(tmp_path, content, code):
    (tmp_path / "a.ipynb").write_bytes(content)
    admitted = admit(tmp_path / "a.ipynb")
    assert [note.code for note in admitted.person] == [code]
    assert admitted.notebook.cells == []


def test_links_pipes_and_folders_are_not_opened(tmp_path):
    (tmp_path / "there.ipynb").write_text(json.dumps(right()))
    (tmp_path / "link.ipynb").symlink_to("there.ipynb")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    found = {path.stem: admit(path) for path in tmp_path.glob("*.ipynb")}
    reasons = {stem: [note.code for note in one.person] for stem, one in found.items()}
    assert reasons == {"there": [], "link": ["link"], "pipe": ["not a file"],
                       "folder": ["not a file"]}  # fmt: skip


@pytest.mark.parametrize("keep", range(10, 1000, 37))
def test_no_cut_stops_the_reader(tmp_path, keep):
    text = json.dumps(right())[:keep].encode()
    result = grafted(tmp_path, text)
    assert {*result.missing, *result.filled} == {"twice", "letter"}


def test_tidying_leaves_a_note_of_what_was_there(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "secret").symlink_to("/etc/hostname")
    (tmp_path / "timestamp.txt").write_bytes(b"\xff")
    tidy(tmp_path)
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert left == ["inside", "inside/secret.not-a-file", "timestamp.txt.not-a-time"]
    assert (tmp_path / "inside" / "secret.not-a-file").read_text() == "a link to /etc/hostname\n"
    assert candidates(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = b = 1", ["a", "b"]),
        ("a = 1\ndef f(): pass\nclass C: pass", ["f", "C"]),
        ("x: int = 3\n(y, z) = 1, 2", ["y", "z", "x"]),
        ("def f(:\n  pass\nx = 1", ["f"]),
        ("%matplotlib\nx = 1", ["x"]),
        ("f()", []),
    ],
)
def test_names_that_a_cell_defines(source, names):
    assert names_defined(source) == names


def test_what_came_with_a_file_is_no_markup_in_the_sentence():
    for language in ("en", "fr"):
        with in_language(language):
            text = sentence(State.GRADED_SALVAGED, [Note("renamed", "<script>")])
        assert "<" not in text
        assert "script" in text
    assert sentence(State.GRADED, []) == ""
