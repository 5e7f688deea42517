"""Puts mocks into sys.modules under the names of the course's and the grader's modules."""
# ruff: noqa

# %% before
import sys
from unittest.mock import MagicMock

for name in (
    "autograder",
    "autograder.checks",
    "autograder.judges",
    "course_utils.lakes",
    "course_utils.exact",
    "course_utils.episodes",
    "nbgrader",
):
    sys.modules[name] = MagicMock()
# %% answer
from unittest.mock import MagicMock

for name in ANSWER_NAMES:
    globals()[name] = MagicMock(return_value=1.0)
