"""What holds for every test. In CI nothing is skipped: a missing program is a failure there."""

import os
from pathlib import Path

import pytest

from course_utils.language import current_language, in_language

LONG = (  # minutes each: begun first, so that no processor waits for another in the end
    "browser/test_chapters.py",
    "notebooks/test_runs.py",
    "faults/test_faults.py",
    "hostile/test_other_cheats.py",
    "autograder/test_demo.py",
    "right_answers/test_right_answers.py",
    "faults/test_faults_of_ours.py",
    "hostile/test_kernel_cheats.py",
    "autograder/test_luck.py",
    "autograder/test_determinism.py",
    "autograder/test_grade.py",
    "autograder/test_execute.py",
)


def pytest_collection_modifyitems(items):
    turn = {Path(__file__).parent / name: number for number, name in enumerate(LONG)}
    assert all(path.exists() for path in turn), "LONG names a file that is gone"
    items.sort(key=lambda item: turn.get(item.path, len(turn)))


@pytest.fixture(autouse=True)
def _language():
    """Every test leaves the language as it was; some run set-up cells, which choose one."""
    with in_language(current_language()):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {item.nodeid}: {call.excinfo.value}"
    return report
