"""Is what students get made of the sources, complete, and without a trace of the answers?"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.editions import badges, repository_address, setup_lines
from autograder.release import ReleaseError, release
from autograder.sources import ROOT, SourceError

SECRETS = (
    "deep_secret",  # of the solution
    "rng.uniform",  # of the hidden part
    "ponds you have not seen",
    "regardez encore",
    "BEGIN SOLUTION",
    "END SOLUTION",
    "HIDDEN",
    "# stub",
    "autograder",
    "tr(",
    'answer = \\"a\\"\\n',
)


@pytest.fixture
def released(released_once, tmp_path):
    """A copy of the released project, to change."""
    return shutil.copytree(released_once, tmp_path, dirs_exist_ok=True)


def text_of(course, language):
    return (course / "notebooks" / language / "1_pond.ipynb").read_text(encoding="utf-8")


def cells_of(course, language):
    notebook = nbformat.reads(text_of(course, language), as_version=4)
    return {cell.id: cell for cell in notebook.cells}


def gradebook(course):
    return Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_edition_is_a_valid_notebook_in_one_language(released_once, language):
    notebook = nbformat.reads(text_of(released_once, language), as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.course == {"chapter": "1_pond", "language": language}
    assert notebook.metadata.kernelspec.name == "python3"
    cells = cells_of(released_once, language)
    assert list(cells) == [
        "pond", "setup", "ex-depth", "depth", "depth-test", "what-you-see", "show", "ex-quiz",
        "quiz", "quiz-test",
    ]  # fmt: skip
    title = {"en": "# The pond", "fr": "# La mare"}[language]
    assert cells["pond"].source.startswith(title)
    docstring = {"en": "Return the depth of", "fr": "Renvoie la profondeur"}[language]
    assert docstring in cells["depth"].source
    comment = {"en": "# The picture is made", "fr": "# L'image est faite"}[language]
    assert cells["show"].source.startswith(comment)
    assert ("Un carré gris" in cells["show"].source) == (language == "fr")
    assert f'use_language("{language}")' in cells["setup"].source


def test_a_stub_says_what_to_do(released_once):
    for language, sentence in (
        ("en", 'Exercise 1.1: return the depth, "volume / area", a float.'),
        ("fr", "Exercice 1.1 : renvoyez la profondeur, « volume / area », un float."),
    ):
        source = cells_of(released_once, language)["depth"].source
        names: dict = {}
        exec(source, names)
        with pytest.raises(NotImplementedError, match=re.escape(sentence)):
            names["depth"](1, 1)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_secret_is_released(released_once, language, secret):
    assert secret not in text_of(released_once, language)
    source = (released_once / "solutions" / "1_pond.py").read_text(encoding="utf-8")
    assert (
        secret.replace("\\n", "\n").replace("\\", "") in source
    )  # or the test would prove nothing


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_private_or_run_is_released(released_once, language):
    for cell in cells_of(released_once, language).values():
        assert not set(cell.metadata) & {"slug", "lang", "picture", "lines_to_next_cell"}
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    cells = cells_of(released_once, language)
    assert cells["depth"].metadata.exercise == "1.1"
    assert cells["depth-test"].metadata.nbgrader.points == 2
    assert cells["depth-test"].metadata.editable is False


def test_a_picture_is_inside_the_notebook_in_its_language(released_once):
    french = cells_of(released_once, "fr")["what-you-see"]
    assert french.source == "![Un carré gris](attachment:square.png)"
    assert french.attachments["square.png"]["image/png"].startswith("iVBOR")


def test_a_missing_picture_stops_the_release(course):
    (course / "solutions" / "pictures" / "1_pond" / "fr" / "square.png").unlink()
    with pytest.raises(SourceError, match=r"1_pond\.py:\d+, .*fr/square.png .*make pictures"):
        release(root=course)
    assert not (course / "notebooks").exists()


def test_releasing_again_gives_the_same_bytes(released):
    first = {language: text_of(released, language) for language in ("en", "fr")}
    release(root=released)
    assert {language: text_of(released, language) for language in first} == first
    shutil.rmtree(released / "grading")  # as in a fresh clone
    release(["1"], root=released)
    assert {language: text_of(released, language) for language in first} == first


def test_the_folders_may_lie_elsewhere(course, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    paths = release(root=course, grading=elsewhere / "grading", notebooks=elsewhere / "notebooks")
    assert {path.parent.name for path in paths} == {"en", "fr"}
    assert all(path.is_relative_to(elsewhere) and path.exists() for path in paths)
    assert not (course / "grading").exists()


def test_what_no_source_makes_is_removed(released):
    old = released / "notebooks" / "fr" / "9_old.ipynb"
    shutil.copy(released / "notebooks" / "fr" / "1_pond.ipynb", old)
    stray = released / "grading" / "source" / "1_pond" / "1_pond.py"
    stray.write_text("the solution")
    release(["1"], root=released)
    assert old.exists()
    assert not stray.exists()
    assert not list((released / "grading" / "release").rglob("*.py"))
    release(root=released)
    assert not old.exists()


def test_the_gradebook_keeps_the_hidden_checks_in_both_languages(released_once):
    with gradebook(released_once) as book:
        source = book.find_source_cell("depth-test", "1_pond", "1_pond").source
        assert book.find_assignment("1_pond").max_score == 3
    for part in ("BEGIN HIDDEN TESTS", "ponds you have not seen", "des mares jamais vues"):
        assert part in source


def test_points_may_change_when_there_are_submissions(released):
    pond = released / "solutions" / "1_pond.py"
    with gradebook(released) as book:
        book.update_or_create_student("ada")
        book.update_or_create_submission("1_pond", "ada")
    text = pond.read_text(encoding="utf-8").replace('"points": 2', '"points": 4')
    pond.write_text(text.replace("· 2 points ·", "· 4 points ·"), encoding="utf-8")
    release(root=released)
    with gradebook(released) as book:
        assert book.find_assignment("1_pond").max_score == 5
        assert len(book.assignment_submissions("1_pond")) == 1


def test_exercises_may_not_vanish_when_there_are_submissions(released):
    pond = released / "solutions" / "1_pond.py"
    with gradebook(released) as book:
        book.update_or_create_student("ada")
        book.update_or_create_submission("1_pond", "ada")
    text = pond.read_text(encoding="utf-8")
    pond.write_text(text[: text.index('# %% [markdown] slug="ex-quiz"')], encoding="utf-8")
    before = text_of(released, "en")
    with pytest.raises(
        ReleaseError, match=r"1_pond: exercises were .*put grading/gradebook.db away"
    ):
        release(root=released)
    assert text_of(released, "en") == before


def test_nothing_to_release_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="nothing to release"):
        release(root=tmp_path)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_an_address_the_set_up_says_how_to_install(released_once, language, monkeypatch):
    assert "badge" not in text_of(released_once, language)
    lines = setup_lines(language, "")
    assert cells_of(released_once, language)["setup"].source.startswith(lines)
    exec(lines, {})  # installed here
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="make lab"):
        exec(lines, {})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_with_an_address_the_set_up_installs_and_badges_open(course, language):
    from IPython.core.inputtransformer2 import TransformerManager

    (course / "pyproject.toml").write_text(
        '[tool.course]\nrepository = "https://github.com/someone/course.git/"\n'
    )
    assert repository_address(course) == "https://github.com/someone/course"
    release(root=course)
    cells = cells_of(course, language)
    assert '%pip install -q "git+https://github.com/someone/course"' in cells["setup"].source
    ast.parse(TransformerManager().transform_cell(cells["setup"].source))
    path = f"notebooks/{language}/1_pond.ipynb"
    title, _, line = cells["pond"].source.split("\n")[:3]
    assert title.startswith("# ")
    assert f"(https://colab.research.google.com/github/someone/course/blob/main/{path})" in line
    quoted = path.replace("/", "%2F")
    assert f"(https://mybinder.org/v2/gh/someone/course/main?urlpath=lab%2Ftree%2F{quoted})" in line


def test_an_address_that_colab_cannot_read_gets_a_binder_badge_only():
    line = badges("1_pond", "fr", "https://git.example.org/course")
    assert "colab" not in line
    assert "/v2/git/https%3A%2F%2Fgit.example.org%2Fcourse/main?" in line
    assert line.startswith("[![Ouvrir dans Binder]")


def test_a_project_without_settings_has_no_address(tmp_path):
    assert repository_address(tmp_path) == ""


def test_the_command_prints_what_it_wrote(monkeypatch, capsys, course):
    paths = [ROOT / "notebooks" / "en" / "1_pond.ipynb"]
    monkeypatch.setattr("autograder.release.release", lambda names: paths)
    assert main(["release", "1"]) == 0
    assert capsys.readouterr().out == "notebooks/en/1_pond.ipynb\n"


@pytest.mark.slow
def test_nbgraders_own_commands_work_from_the_projects_root(released):
    # the two configuration files compute the folders from where they lie
    shutil.copy(ROOT / "nbgrader_config.py", released)
    (released / "autograder").mkdir()
    shutil.copy(ROOT / "autograder" / "nbgrader_config.py", released / "autograder")
    before = text_of(released, "en")

    def nbgrader(*arguments):
        environment = dict(os.environ, PYTHONPATH=str(ROOT))
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=released, env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    assert "1_pond" in nbgrader("db", "assignment", "list")
    nbgrader("generate_assignment", "1_pond", "--force")
    made = released / "grading" / "release" / "en" / "1_pond" / "1_pond.ipynb"
    assert json.loads(made.read_text(encoding="utf-8")) == json.loads(before)
    assert not (released / "gradebook.db").exists()
