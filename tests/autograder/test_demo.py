"""Does `make grade-demo` give every invented student the marks that the work deserves?"""

import csv
import sqlite3

import nbformat
import pytest

from autograder.demo import STUDENTS, edited, reference_answers, run_demo, table
from autograder.misconceptions import MISCONCEPTIONS, TYPICAL
from autograder.sources import find_sources, read_chapter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
CHAPTERS = [path.stem for path in find_sources()]

# what the typical mistakes of chloe leave of each exercise
WRONG = {
    "1_frozen_lake": {
        "expected-reward": ("FAILED", 0),
        "first-policy": ("PARTLY", 2),
        "any-map": ("PARTLY", 3),
        "interval": ("FAILED", 0),
        "safe-policy": ("FAILED", 0),
    },
    "2_planning": {
        "backup": ("PARTLY", 1),
        "q-from-values": ("FAILED", 0),
        "evaluate-policy": ("FAILED", 0),
        "solve-policy": ("FAILED", 0),
        "greedy-policy": ("FAILED", 0),
        "value-iteration": ("PARTLY", 2),
    },
    "3_q_learning_sarsa": {
        "epsilon-greedy": ("PARTLY", 2),
        "q-learning-update": ("PARTLY", 1),
        "q-learning-agent": ("PARTLY", 1),
        "sarsa-agent": ("PARTLY", 2.4),
        "reading-the-cliff": ("PARTLY", 1.5),
    },
    "4_exploration": {
        "count-successes": ("PARTLY", 0.6667),
        "punish-fatal-end": ("PARTLY", 1.5),
        "ucb-action": ("PARTLY", 2.25),
        "optimistic-start": ("PARTLY", 1.5),
        "which-and-why": ("PARTLY", 3),
    },
    "5_dqn_breakout": {
        "greedy-actions": ("FAILED", 0),
        "epsilon-greedy-actions": ("CRASHED", 0),  # it plays her greedy actions: too few of them
        "ring": ("PARTLY", 1),
        "current-q": ("FAILED", 0),
        "dqn-target": ("PARTLY", 1),
        "huber-loss": ("PARTLY", 1.3333),
        "polyak-update": ("FAILED", 0),
        "n-step-return": ("PARTLY", 2),
        "double-dqn-target": ("FAILED", 0),
        "what-went-wrong": ("PARTLY", 3),
    },
    "6_dqn_space_invaders": {
        "conv-size": ("PARTLY", 1.3333),
        "count-parameters": ("FAILED", 0),
        "dueling-q": ("FAILED", 0),
        "annealed": ("PARTLY", 0.6667),
        "keep": ("PARTLY", 2.4),
        "reading": ("PARTLY", 3),
    },
}
# they call other wrong answers of hers, so no one mistake explains what they give
SPOILT = {"q-learning-agent", "epsilon-greedy-actions"}
# bruno's answers call functions of exercises that he left out
HALF = {"q-learning-agent": ("PARTLY", 1), "double-dqn-target": ("NOT_ATTEMPTED", 0)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def marks(folder):
    return run_demo(folder=folder / "demo")


def of(marks, student, chapter):
    return [m for m in marks if (m.student, m.chapter) == (student, chapter)]


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("student", ["amina", "elise"])
def test_right_answers_get_every_point_in_both_editions(marks, student, chapter):
    own = of(marks, student, chapter)
    assert len(own) >= 4
    assert {m.outcome for m in own} == {"PASSED"}
    assert all(m.points == m.max_points for m in own)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_exercises_done_get_their_points_and_the_others_are_not_attempted(marks, chapter):
    for number, mark in enumerate(of(marks, "bruno", chapter)):
        wanted = ("NOT_ATTEMPTED", 0) if number % 2 else ("PASSED", mark.max_points)
        wanted = HALF.get(mark.exercise.removesuffix("-test"), wanted)
        assert (mark.outcome, mark.points) == wanted, mark.exercise


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_typical_mistakes_cost_what_they_should(marks, chapter):
    found = {
        m.exercise.removesuffix("-test"): (m.outcome, m.points) for m in of(marks, "chloe", chapter)
    }
    assert found == WRONG[chapter]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_typical_mistakes_are_named(marks, folder, chapter):
    named = {student.name: causes(folder, student.name, chapter) for student in STUDENTS}
    assert named.pop("chloe") == {
        grade_id: known[0].en
        for grade_id, known in MISCONCEPTIONS[chapter].items()
        if known[0].en and grade_id not in SPOILT
    }
    assert not any(named.values())


def causes(folder, student, chapter):
    """grade_id of the answer → the mistake that the graded notebook names."""
    path = folder / "demo" / "course" / "autograded" / student / chapter / f"{chapter}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    verdicts = [cell.metadata["verdict"] for cell in cells if "verdict" in cell.metadata]
    return {v["exercise"].removesuffix("-test"): v["mistake"] for v in verdicts if v["mistake"]}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_done_is_not_attempted(marks, chapter):
    assert {(m.outcome, m.points) for m in of(marks, "dimitri", chapter)} == {("NOT_ATTEMPTED", 0)}


def test_the_feedback_and_the_csv_are_there_and_agree(marks, folder):
    course = folder / "demo" / "course"
    with (course / "grades.csv").open() as file:
        rows = {
            (row["student_id"], row["assignment"]): float(row["score"])
            for row in csv.DictReader(file)
        }
    for student in STUDENTS:
        for chapter in CHAPTERS:
            page = course / "feedback" / student.name / chapter / f"{chapter}.html"
            text = page.read_text(encoding="utf-8")
            assert "HIDDEN TESTS" not in text
            assert "autograder" not in text
            total = sum(m.points for m in of(marks, student.name, chapter))
            assert rows[student.name, chapter] == pytest.approx(total)


def test_no_grade_is_left_open(marks, folder):
    with sqlite3.connect(folder / "demo" / "course" / "gradebook.db") as gradebook:
        grades = gradebook.execute("select auto_score, needs_manual_grade from grade").fetchall()
    assert len(grades) == len(marks)
    assert all(score is not None and not manual for score, manual in grades)


def test_the_table_names_every_student_and_exercise(marks):
    text = table(marks)
    for mark in marks:
        assert mark.student in text
        assert mark.exercise.removesuffix("-test") in text


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_has_a_typical_mistake_that_fits_the_reference(chapter):
    answers = reference_answers(read_chapter(find_sources([chapter])[0]).notebook)
    assert set(TYPICAL[chapter]) == set(answers)
    for grade_id, edit in TYPICAL[chapter].items():
        assert edited(answers[grade_id], *edit) != answers[grade_id]


def test_an_edit_that_no_longer_fits_says_what_to_correct():
    with pytest.raises(ValueError, match=r"0 times, wanted once.*misconceptions"):
        edited("a = 1", "b", "c")
