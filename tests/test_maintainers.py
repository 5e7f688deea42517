"""The map in docs/maintainers.md shows every module, and none that is gone."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "maintainers.md").read_text()
SECTIONS = {
    "course_utils": PAGE.partition("## course_utils")[2].partition("## autograder")[0],
    "autograder": PAGE.partition("## autograder")[2].partition("## Tests")[0],
}


@pytest.mark.parametrize("package", SECTIONS)
def test_every_module_is_on_the_map(package):
    modules = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__", "__main__"}
    modules |= {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    named = set(re.findall(r"`([a-z_]+)`", SECTIONS[package]))
    assert modules - named == set(), "missing on the map"
    assert named - modules == set(), "on the map, but gone"
