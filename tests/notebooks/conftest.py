"""Every test here runs once a chapter in solutions/, most of them once a language too."""

import nbformat
import pytest

from autograder.sources import LANGUAGES, ROOT, find_sources, read_chapter

SOURCES = find_sources()


def pytest_generate_tests(metafunc):
    if "source" in metafunc.fixturenames:
        metafunc.parametrize("source", SOURCES, ids=[path.stem for path in SOURCES])
    if "language" in metafunc.fixturenames:
        metafunc.parametrize("language", LANGUAGES)


@pytest.fixture
def chapter(source):
    return read_chapter(source)


@pytest.fixture
def committed(source, language):
    """The path of an edition that students open."""
    return ROOT / "notebooks" / language / f"{source.stem}.ipynb"


@pytest.fixture
def edition(committed):
    """The notebook that students open."""
    assert committed.exists(), f"{committed.relative_to(ROOT)}: run make release and commit"
    return nbformat.read(committed, as_version=4)
