"""The control: the same cheats, handed in to nbgrader as it comes.

Exercise 1.1 of the course, with its checks written as nbgrader's documentation has them: assert
statements in the test cell, some of them hidden. If the corpus gained nothing here, it would say
nothing about us.
"""

import json
import logging
import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import nbformat
from hostile_corpus import Cheat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

CHAPTER, ANSWER = "control", "expected_reward"
SETUP = """
import numpy as np

from course_utils.feedback import expect
from course_utils.lakes import DOWN, FIRST_LAKE, LEFT, RIGHT, UP, make_lake, model_of
"""
SOLUTION = """
def expected_reward(P, state, action):
    ### BEGIN SOLUTION
    return sum(probability * reward for probability, _, reward, _ in P[state][action])
    ### END SOLUTION
"""
TEST = """
P = model_of(make_lake(FIRST_LAKE))
assert np.isclose(expected_reward(P, 14, RIGHT), 1.0)
assert np.isclose(expected_reward(P, 0, RIGHT), 0.0)
### BEGIN HIDDEN TESTS
P = {0: {0: [(0.5, 1, 3.0, False), (0.2, 2, -4.0, True), (0.3, 0, 6.0, False)]}}
assert np.isclose(expected_reward(P, 0, 0), 2.5)
P = {0: {0: [(0.25, 0, 8.0, False), (0.75, 0, 0.0, True)], 1: [(1.0, 0, -3.5, False)]}}
assert np.allclose([expected_reward(P, 0, action) for action in (0, 1)], [2.0, -3.5])
### END HIDDEN TESTS
"""


def applies(cheat: Cheat) -> bool:
    """Return whether the control can say something about a cheat.

    Thieves would look at this machine, where nothing stops them; they and the cheats of other
    exercises are left out.
    """
    return (
        cheat.kind in ("kernel", "evidence")
        and not cheat.exercises
        and "notebook" not in cheat.cells
    )


def run_control(cheats: Sequence[Cheat], folder: Path) -> dict[str, float]:
    """Hand in and autograde with nbgrader's own defaults; return the points of each, of 1."""
    source = new_notebook(cells=[_cell(SETUP), _cell(SOLUTION, "solution"), _cell(TEST, "grade")])
    source.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    path = folder / "source" / CHAPTER / "control.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(source, path)
    with _elsewhere(folder / "home"):
        _convert(GenerateAssignment, folder, "*")
        for cheat in cheats:
            _hand_in(cheat, folder)
            _convert(Autograde, folder, cheat.name)
    return {cheat.name: _score(folder, cheat.name) for cheat in cheats}


def _cell(text: str, kind: str = ""):
    cell = new_code_cell(text.strip())
    if kind:
        cell.metadata["nbgrader"] = {
            "grade": kind == "grade",
            "solution": kind == "solution",
            "locked": kind == "grade",
            "task": False,
            "grade_id": kind,
            "schema_version": 3,
            **({"points": 1} if kind == "grade" else {}),
        }
    return cell


def _hand_in(cheat: Cheat, folder: Path) -> None:
    nb = nbformat.read(folder / "release" / CHAPTER / "control.ipynb", as_version=4)
    code = {k: v.replace("ANSWER_NAMES", repr([ANSWER])) for k, v in cheat.cells.items()}
    if "answer" in code:
        nb.cells[1].source = code["answer"]
    if "after" in code:
        nb.cells.append(new_code_cell(code["after"]))
    if "before" in code:
        nb.cells.insert(1, new_code_cell(code["before"]))
    target = folder / "submitted" / cheat.name / CHAPTER / "control.ipynb"
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(nb))
    for name, text in cheat.files.items():
        path = target.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _convert(converter: type, folder: Path, student: str) -> None:
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.assignment_id = CHAPTER
    config.CourseDirectory.student_id = student
    config.Execute.timeout = 10
    config.Execute.error_on_timeout = {"ename": "Timeout", "evalue": "", "traceback": [""]}
    made = converter(coursedir=CourseDirectory(config=config), config=config)
    made.log.setLevel(logging.CRITICAL)
    try:
        made.start()
    except Exception:  # a submission that stops nbgrader gets no points
        logging.getLogger(__name__).debug("%s: nbgrader stopped", student, exc_info=True)


@contextmanager
def _elsewhere(home: Path):
    """Have what a cheat writes into a student's home land in an empty folder."""
    home.mkdir()
    changed = {
        "HOME": str(home),
        "IPYTHONDIR": str(home / f"ipython-{secrets.token_hex(4)}"),
        "PYTHONDONTWRITEBYTECODE": "1",
        # nbgrader calls alembic, which stands beside this Python
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    with patch.dict(os.environ, changed):
        yield


def _score(folder: Path, student: str) -> float:
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        try:
            return float(gradebook.find_submission(CHAPTER, student).score or 0.0)
        except Exception:  # no such submission: it never got as far as the gradebook
            return 0.0
