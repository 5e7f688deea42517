"""What holds for every test. In CI nothing is skipped: a missing program is a failure there."""

import os

import pytest

from course_utils.language import current_language, in_language

# before torch is loaded, here and in kernels: several tests run at once, and the threads of one
# would wait for those of another
os.environ["OMP_NUM_THREADS"] = "1"


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
