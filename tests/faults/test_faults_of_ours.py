"""Every fault of ours once, in the middle of a batch: while it lasts, and when it is over."""

import pytest
from fault_batch import Course, run
from fault_ours import OURS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("faults"))


@pytest.mark.parametrize("name", OURS)
def test_nobody_loses_anything(course, name):
    outcome = run(course, {"m": name}, ["a", "z"])
    assert outcome.well, outcome
