"""Does everything that lies in an inbox reach its student's mark, or a person?"""

import json
import shutil

import nbformat
import pytest
from nbgrader.converters import Autograde
from test_execute import CHAPTER, run
from test_grade import by_student, gradebook, options, right

from autograder import inbox
from autograder.grade import grade, table
from autograder.handed_in import releases_of
from autograder.inbox import is_student_id

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def send(tmp_path, student, name, content=b""):
    path = tmp_path / "inbox" / student / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def in_the_table(results, student):
    (line,) = [one for one in table(results).splitlines() if f" {student} " in f" {one} "]
    return line


def test_whatever_happens_with_one_student_all_others_are_graded(
    released, root, tmp_path, monkeypatch
):
    for student in ("ada", "deep", "ours"):
        send(tmp_path, student, "work.ipynb", right(released))
    for folder in ("x", "y"):  # a name made of both would be longer than systems allow
        send(tmp_path, "long", f"{'a' * 200}{folder}/{'b' * 80}.ipynb", right(released))
    read_chapter, put = inbox.chapter_of, inbox._put

    def chapter_of(path, releases):
        if path.parent.name == "deep":
            raise RecursionError("maximum recursion depth exceeded")  # as ast does
        return read_chapter(path, releases)

    def put_all_but_one(folder, names, stamp):
        if folder.parent.name == "ours":
            raise OSError(28, "No space left on device")
        put(folder, names, stamp)

    monkeypatch.setattr(inbox, "chapter_of", chapter_of)
    monkeypatch.setattr(inbox, "_put", put_all_but_one)
    results = grade((), options(inbox=tmp_path / "inbox"), root=root)
    found = by_student(results)
    assert {who: (str(one.state), one.points) for who, one in found.items()} == {
        "ada": ("GRADED_SALVAGED", 6),
        "long": ("GRADED_SALVAGED", 6),
        "deep": ("NEEDS_PERSON", None),
        "ours": ("GRADER_FAILED", None),
    }
    assert "cannot be read as a notebook" in in_the_table(results, "deep")
    assert "No space left on device" in in_the_table(results, "ours")
    monkeypatch.setattr(inbox, "_put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        grade((), options(inbox=tmp_path / "inbox"), root=root)


def test_code_too_deep_to_read_does_not_hide_its_chapter_from_the_others(
    released, root, tmp_path, monkeypatch
):
    path = send(tmp_path, "deep", "work.ipynb", json.dumps(nbformat.v4.new_notebook()))
    releases = {name: releases_of(root, "source", CHAPTER) for name in ("one", "two")}

    def graft(*_):
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr(inbox, "graft", graft)
    (problem,) = inbox.collect({"deep": [path]}, root / "submitted", releases)
    assert (problem.state, problem.note.code) == ("NEEDS_PERSON", "unreadable")


def test_everything_in_an_inbox_gets_a_row(released, root, tmp_path):
    box = tmp_path / "inbox"
    send(tmp_path, "zipdir", "work.zip")
    send(tmp_path, "zipdir", ".DS_Store")
    send(tmp_path, "pdf", "a.pdf")
    send(tmp_path, "many", "1.png")
    for number in range(5):
        send(tmp_path, "many", f"\x1b[2J{number}.png")
    send(tmp_path, "folders", "a/b/work.zip")
    (box / "nothing").mkdir()
    (box / "zipper.zip").write_bytes(b"")
    (box / "__MACOSX").mkdir()
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (box / name).write_bytes(b"")
    send(tmp_path, "ada", "work.ipynb", right(released))
    results = grade((), options(inbox=box), root=root)
    found = by_student(results)
    states = {who: str(one.state) for who, one in found.items()}
    lost = dict.fromkeys(["folders", "many", "nothing", "pdf", "zipdir", "zipper"], "NEEDS_PERSON")
    assert states == {"ada": "GRADED_SALVAGED", **lost}
    said = "no notebook was handed in"
    assert f"{said}, only “work.zip”" in in_the_table(results, "zipdir")
    assert f"{said}, only “a.pdf”" in in_the_table(results, "pdf")
    assert f"{said}, only “zipper.zip”" in in_the_table(results, "zipper")
    assert f"{said}, only “a/”" in in_the_table(results, "folders")
    assert in_the_table(results, "nothing").endswith(said)
    assert in_the_table(results, "many").endswith("…”")
    assert "\x1b" not in table(results)
    # what was graded before stays, and the table says so
    shutil.rmtree(box / "ada")
    (box / "ada.zip").write_bytes(b"")
    (one,) = grade((), options(inbox=box, students=["ada"]), root=root)
    assert (one.state, one.points) == ("NEEDS_PERSON", 6)
    assert "only “ada.zip”; the mark is that of an earlier submission" in table([one])


def test_all_that_a_student_sent_is_looked_at(released, root, tmp_path):
    stub = (released / "notebooks" / "en" / f"{CHAPTER}.ipynb").read_text()
    some = right(released, policy="")
    send(tmp_path, "both", "a.ipynb", right(released))
    (tmp_path / "inbox" / "both.ipynb").write_text(stub)
    for name, text in {"n": stub, "p/a/n": right(released), "q/a/n": some, "timestamp": ""}.items():
        send(tmp_path, "tom", f"{name}.{'txt' if name == 'timestamp' else 'ipynb'}", text)
    # one name, written in two ways
    send(tmp_path, "Rene\N{COMBINING ACUTE ACCENT}e", "n.ipynb", right(released))
    send(tmp_path, "Ren\N{LATIN SMALL LETTER E WITH ACUTE}e", "n.ipynb", stub)
    found = by_student(grade((), options(inbox=tmp_path / "inbox"), root=root))
    assert {who: one.points for who, one in found.items()} == {"both": 6, "tom": 6, "Renée": 6}
    assert found["tom"].notes[0].words == "there were several notebooks (we took “p-a-n.ipynb”)"
    kept = {path.name for path in (root / "submitted" / "tom" / CHAPTER).glob("*.ipynb")}
    assert kept == {"n.ipynb", "p-a-n.ipynb", "q-a-n.ipynb"}
    kept = {path.name for path in (root / "submitted" / "Renée" / CHAPTER).glob("*.ipynb")}
    assert kept == {"n.ipynb", "2-n.ipynb"}
    asked = options(students=["Rene\N{COMBINING ACUTE ACCENT}e"])
    assert [one.points for one in grade((), asked, root=root)] == [6]


def test_a_name_with_a_comma_goes_through_everything(released, root, tmp_path):
    name = "O'Brien, Pat (b)"
    send(tmp_path, name, "a.ipynb", right(released))
    send(tmp_path, "a;b", "a.ipynb", right(released))
    results = grade((), options(inbox=tmp_path / "inbox"), root=root)
    found = by_student(results)
    assert found[name].points == 6
    assert (root / "feedback" / name / CHAPTER / f"{CHAPTER}.html").exists()
    with gradebook(root) as book:
        assert book.find_submission(CHAPTER, name).score == 6
    assert found["a;b"].state == "NEEDS_PERSON"
    assert "rename what was handed in; allowed are letters, digits" in in_the_table(results, "a;b")
    shutil.rmtree(root / "autograded")
    run(Autograde, root)  # plain nbgrader
    assert (root / "autograded" / name / CHAPTER / f"{CHAPTER}.ipynb").exists()


@pytest.mark.parametrize(
    "name", ["ada", "ada.lovelace+1@x.org", "2026-001", "Élise Roux", "O'Brien, Pat", "D’Arcy (2)"]
)
def test_ordinary_student_names(name):
    assert is_student_id(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../bob",
        "a/b",
        "*",
        "a?",
        "[ab]",
        "{x}",
        "=1+1",
        "-rf",
        " ada",
        "a\nb",
        'a"b',
        "a;b",
        "'a",
        "a, ",
        "a" * 200,
    ],
)
def test_names_that_are_no_folder(name):
    assert not is_student_id(name)
