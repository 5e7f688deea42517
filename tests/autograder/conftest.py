"""A small chapter in a project of its own."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

POND = Path(__file__).parent / "fixtures" / "1_pond.py"


@pytest.fixture
def course(tmp_path):
    """A project's root with one chapter, `1_pond`, and its pictures."""
    (tmp_path / "solutions").mkdir()
    shutil.copy(POND, tmp_path / "solutions")
    for language in ("en", "fr"):
        folder = tmp_path / "solutions" / "pictures" / "1_pond" / language
        folder.mkdir(parents=True)
        Image.new("RGB", (8, 8), "grey").save(folder / "square.png")
    return tmp_path


@pytest.fixture
def pond(course):
    """The path of the small chapter's source, to read or to break."""
    return course / "solutions" / "1_pond.py"
