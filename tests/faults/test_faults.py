"""Every fault of files and of code once, in one batch with honest students around them."""

import pytest
from fault_batch import FULL, Course, run
from fault_files import FILES
from fault_resources import RESOURCES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("faults"))


@pytest.mark.parametrize("corpus", [FILES, RESOURCES], ids=["files", "resources"])
def test_nothing_is_lost_touched_or_left_behind(course, corpus):
    names = list(corpus)
    half = len(names) // 2
    students = {f"b-{name}": name for name in names[:half]}
    students |= {f"n-{name}": name for name in names[half:]}
    outcome = run(course, students, ["a", "m", "z"])
    assert outcome.lost == []
    assert outcome.neighbours == []
    assert outcome.left_behind == []
    assert outcome.wrong == []


def test_the_corpus_is_large_and_has_no_free_points():
    assert len(FILES) + len(RESOURCES) >= 50
    for _, points in RESOURCES.values():
        assert points in (4, FULL)  # a fault costs its own exercise and no other
