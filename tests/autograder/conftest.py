"""Small chapters in projects of their own."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

FIXTURES = Path(__file__).parent / "fixtures"
POND = FIXTURES / "1_pond.py"


def make_course(root):
    """Write a project with one chapter, `1_pond`, and its pictures."""
    (root / "solutions").mkdir()
    shutil.copy(POND, root / "solutions")
    for language in ("en", "fr"):
        folder = root / "solutions" / "pictures" / "1_pond" / language
        folder.mkdir(parents=True)
        Image.new("RGB", (8, 8), "grey").save(folder / "square.png")
    return root


@pytest.fixture
def course(tmp_path):
    """The root of a project with one chapter."""
    return make_course(tmp_path)


@pytest.fixture(scope="session")
def released_once(tmp_path_factory):
    """The same project, released: to read only."""
    from autograder.release import release

    root = make_course(tmp_path_factory.mktemp("course"))
    release(root=root)
    return root


@pytest.fixture
def pond(course):
    """The path of the small chapter's source, to read or to break."""
    return course / "solutions" / "1_pond.py"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The folder of a course with one chapter to grade, released."""
    from autograder.release import release

    folder = tmp_path_factory.mktemp("released")
    course = FIXTURES / "small_course"
    release(root=course, grading=folder / "grading", notebooks=folder / "notebooks")
    return folder


@pytest.fixture
def root(released, tmp_path):
    """nbgrader's folder of that course, for one test."""
    shutil.copytree(released / "grading", tmp_path / "grading")
    return tmp_path / "grading"
