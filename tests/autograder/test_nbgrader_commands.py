"""nbgrader's own commands, from the project's root: release, hand out, hand in, collect, grade."""

import subprocess
import sys

import nbformat
import pytest

from autograder import doctor
from autograder.demo import fill, reference_answers
from autograder.release import release
from autograder.sources import ROOT

CHAPTER = "1_frozen_lake"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    (folder / "exchange").mkdir(mode=0o777)
    (folder / "exchange").chmod(0o777)
    release([CHAPTER], grading=folder / "grading", notebooks=folder / "notebooks")
    return folder


@pytest.fixture(scope="module")
def nbgrader(course):
    sandboxed = all(finding.ok for finding in doctor.examine() if finding.needed)

    def run(*arguments: str, cwd=ROOT) -> str:
        options = [
            f"--CourseDirectory.root={course / 'grading'}",
            f"--Exchange.root={course / 'exchange'}",
            f"--ExchangeFactory.cache={course / 'cache'}",
            f"--Exchange.cache={course / 'cache'}",
            f"--CsvExportPlugin.to={course / 'grades.csv'}",
            f"--GradeByEvidence.sandbox={sandboxed}",
        ]
        command = [sys.executable, "-m", "nbgrader", *arguments, *options]
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


def test_from_release_to_feedback_with_nbgraders_own_commands(course, nbgrader, tmp_path):
    nbgrader("generate_assignment", CHAPTER, "--force")
    nbgrader("release_assignment", CHAPTER)
    assert CHAPTER in nbgrader("list")

    # a student, who has no course configuration
    student = "--CourseDirectory.course_id=frozen-lake-to-breakout"
    nbgrader("fetch_assignment", CHAPTER, student, cwd=tmp_path)
    notebook = tmp_path / CHAPTER / f"{CHAPTER}.ipynb"
    nb = nbformat.read(notebook, as_version=4)
    source = course / "grading" / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    fill(nb, reference_answers(nbformat.read(source, as_version=4)))
    nbformat.write(nb, notebook)
    nbgrader("submit", CHAPTER, student, cwd=tmp_path)

    assert "Collecting submission" in nbgrader("collect", CHAPTER)
    assert nbgrader("validate", str(ROOT / "notebooks" / "en" / f"{CHAPTER}.ipynb"))
    nbgrader("autograde", CHAPTER)
    nbgrader("generate_feedback", CHAPTER)
    nbgrader("release_feedback", CHAPTER)
    nbgrader("export")
    header, row = (course / "grades.csv").read_text().strip().splitlines()
    marks = dict(zip(header.split(","), row.split(","), strict=True))
    assert float(marks["score"]) == float(marks["max_score"]) > 0
    assert "There are 1 students" in nbgrader("db", "student", "list")
    nbgrader("generate_solution", CHAPTER)
    assert (course / "grading" / "solution" / CHAPTER / f"{CHAPTER}.ipynb").exists()
