"""One class of odd students, graded in one batch by nbgrader: what does each of them get?"""

import copy
import json
import logging
import stat
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder import execute
from autograder.demo import fill, reference_answers, sandboxed
from autograder.execute import Run
from autograder.kernel import Reply
from autograder.outputs import too_much
from autograder.reference import ReferenceProblem, reference_of
from autograder.release import nbgrader_config, release
from autograder.seeds import seed_of
from autograder.session import Limits
from course_utils.language import in_language

ROOT = Path(__file__).parent / "fixtures" / "small_course"
CHAPTER = "1_small"
LIMITS = Limits(sandbox=sandboxed())
TESTS = ("expected-reward-test", "policy-test", "quiz-test")
ALL = {"expected-reward-test": 2.0, "policy-test": 3.0, "quiz-test": 1.0}
pytestmark = pytest.mark.slow


def with_reward(code):
    return {"expected-reward": f"def expected_reward(P, state, action):\n    {code}\n"}


RIGHT = "return sum(p * r for p, _, r, _ in P[state][action])"
# grade_id → answer, in place of the reference's
ANSWERS = {
    "right": {},
    "french": {},
    "warns": {
        "expected-reward": "import sys, warnings\nfrom tqdm import tqdm\n\n"
        "def expected_reward(P, state, action):\n"
        "    warnings.warn('beware')\n"
        "    print('on stderr', file=sys.stderr)\n"
        "    return sum(p * r for p, _, r, _ in tqdm(P[state][action]))\n"
    },
    "other-types": with_reward(
        "import numpy as np\n    return np.float32(sum(p * r for p, _, r, _ in P[state][action]))"
    )
    | {"policy": "solve = None", "quiz": "answer = str(np.str_('b'))"},
    "visible-wrong": with_reward(f"if len(P) == 16: return 15.0\n    {RIGHT}"),
    "half": with_reward(f"if len(P) == 1: return 0.0\n    {RIGHT}"),
    "negative": with_reward("return -sum(p * r for p, _, r, _ in P[state][action])"),
    "nan": with_reward("return float('nan')"),
    "none": with_reward("pass"),
    "raises": with_reward("return P['no such state']"),
    "syntax": {"expected-reward": "def expected_reward(P, state, action:\n"},
    "loops": with_reward("while True: pass"),
    "loops-in-cell": {"expected-reward": "while True: pass"},
    "stubborn": {
        "expected-reward": "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "while True: pass"
    },
    "dies": {"expected-reward": "import os\nos._exit(1)"},
    "dies-when-asked": with_reward("import os; len(P) == 16 or os._exit(1)\n    return 1.0"),
    "asks": {"expected-reward": "input('the answer?')"},
    "floods": {
        "expected-reward": "for _ in range(3_000): print('x' * 1_000)\n"
        "def expected_reward(P, state, action):\n"
        f"    print('y' * 1_000)\n    {RIGHT}"
    },
    "nothing": {},
    "decides-itself": {
        "expected-reward": "expected_reward = lambda *inputs: 0.0\nreal = expect\n"
        "expect = lambda *a, **k: float('nan')\nexpect(1, 2)",
        "quiz": "answer = 'c'\nTrue",
    },
    "says-true": with_reward("return True"),
    "clobbers": {
        "quiz": "answer = 'b'\nenv = P = rng = np = ask = globals = check = exec = None\n"
    },
}
# what happens to the file, given the notebook
EDITS = {
    "edits-tests": lambda nb: [
        c.update(source="True") or c.metadata.nbgrader.update(points=99)
        for c in nb.cells
        if c.metadata.get("nbgrader", {}).get("grade")
    ],
    "deletes-check": lambda nb: drop(nb, "policy-test"),
    "deletes-answer": lambda nb: drop(nb, "policy"),
    "deletes-all": lambda nb: nb.cells.clear(),
    "duplicates": lambda nb: nb.cells.extend(copy.deepcopy(nb.cells)),
    "no-metadata": lambda nb: [c.update(metadata=type(nb)()) for c in nb.cells],
    "old-schema": lambda nb: [
        c.metadata.nbgrader.update(schema_version=1) for c in nb.cells if "nbgrader" in c.metadata
    ],
    "adds-cells": lambda nb: nb.cells.insert(5, new_code_cell("import matplotlib\n1 / 0")),
}
SLOW = ("loops", "loops-in-cell", "stubborn")
FILES = {
    "not-json": b"{",
    "empty": b"",
    "utf-16": "{}".encode("utf-16"),
    "a-list": b"[1, 2]",
    "no-structure": b'{"cells": [{"cell_type": "code", "metadata": 3}], "metadata": {},'
    b' "nbformat": 4, "nbformat_minor": 5}',
}


def drop(nb, grade_id):
    nb.cells = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") != grade_id]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course folder after everybody's work has been graded."""
    folder = tmp_path_factory.mktemp("course")
    release(root=ROOT, grading=folder, notebooks=folder / "notebooks")
    source = nbformat.read(folder / "source" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    right = reference_answers(source)
    for student in (*ANSWERS, *EDITS, *FILES):
        language = "fr" if student in ("french", "negative") else "en"
        path = folder / "submitted" / student / CHAPTER / f"{CHAPTER}.ipynb"
        path.parent.mkdir(parents=True)
        if student in FILES:
            path.write_bytes(FILES[student])
            continue
        nb = nbformat.read(folder / "notebooks" / language / f"{CHAPTER}.ipynb", as_version=4)
        if student != "nothing":
            fill(nb, {**right, **ANSWERS.get(student, {})})
        EDITS.get(student, lambda nb: None)(nb)
        path.write_text(json.dumps(nb))
    # short limits for those who run into them only: this machine may be busy
    for student in SLOW:
        run(Autograde, folder, student=student, cell_seconds=4, evidence_seconds=2)
    run(Autograde, folder)
    run(GenerateFeedback, folder)
    return folder


def run(converter, folder, **settings):
    config = nbgrader_config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.assignment_id = CHAPTER
    config.CourseDirectory.student_id = settings.pop("student", "*")
    config.GradeByEvidence.sandbox = sandboxed()
    config.GradeByEvidence.update(settings)
    made = converter(coursedir=CourseDirectory(config=config), config=config)
    made.log.setLevel(logging.CRITICAL)
    made.start()


def notebook(course, student):
    path = course / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb"
    return nbformat.read(path, as_version=4)


def cell(course, student, grade_id):
    return next(c for c in notebook(course, student).cells if c.get("id") == grade_id)


def outcomes(course, student):
    verdicts = [
        c.metadata.verdict for c in notebook(course, student).cells if "verdict" in c.metadata
    ]
    return {verdict["exercise"]: verdict["outcome"] for verdict in verdicts}


def scores(course, student):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(CHAPTER, student)
        return {g.name: g.auto_score for n in submission.notebooks for g in n.grades}


def report(course, student, grade_id):
    return cell(course, student, grade_id).outputs[0].data["text/html"]


def shown(course, student, grade_id):
    return json.dumps(cell(course, student, grade_id).outputs[1:], ensure_ascii=False)


INNOCENT = ("right", "french", "warns", "visible-wrong", "clobbers", "floods", "edits-tests",
    "deletes-check", "duplicates", "no-metadata", "old-schema", "adds-cells")  # fmt: skip


@pytest.mark.parametrize("student", INNOCENT)
def test_right_answers_get_full_marks_whatever_else_is_in_the_file(course, student):
    assert scores(course, student) == ALL
    assert set(outcomes(course, student).values()) == {"PASSED"}


# student, what became of exercise 1, its points (the others are right)
FIRST_EXERCISE = [
    ("half", "PARTLY", 1.0),
    ("negative", "FAILED", 0.0),
    ("nan", "FAILED", 0.0),
    ("none", "FAILED", 0.0),
    ("raises", "CRASHED", 0.0),
    ("syntax", "CRASHED", 0.0),
    ("asks", "CRASHED", 0.0),
    ("loops", "TIMED_OUT", 0.0),
    ("loops-in-cell", "TIMED_OUT", 0.0),
    ("stubborn", "TIMED_OUT", 0.0),
    ("dies", "KERNEL_DIED", 0.0),
    ("dies-when-asked", "KERNEL_DIED", 0.0),
    ("says-true", "FAILED", 0.0),
]


@pytest.mark.parametrize(("student", "outcome", "points"), FIRST_EXERCISE)
def test_a_fault_in_one_exercise_is_named_and_costs_no_other(course, student, outcome, points):
    assert outcomes(course, student) == {
        "expected-reward-test": outcome,
        "policy-test": "PASSED",
        "quiz-test": "PASSED",
    }
    assert scores(course, student) == {**ALL, "expected-reward-test": points}


def test_an_empty_submission_is_not_attempted(course):
    assert set(outcomes(course, "nothing").values()) == {"NOT_ATTEMPTED"}
    assert set(scores(course, "nothing").values()) == {0.0}


@pytest.mark.parametrize("student", [*FILES, "deletes-all"])
def test_a_file_without_answers_is_missing_not_a_null(course, student):
    assert set(outcomes(course, student).values()) == {"MISSING"}
    assert scores(course, student) == dict.fromkeys(TESTS, 0.0)


def test_a_deleted_answer_is_missing_and_costs_no_other(course):
    assert outcomes(course, "deletes-answer")["policy-test"] == "MISSING"
    assert scores(course, "deletes-answer") == {**ALL, "policy-test": 0.0}


def test_float32_and_capital_letters_are_right_and_what_is_not_there_crashes(course):
    assert scores(course, "other-types") == {**ALL, "policy-test": 0.0}
    assert outcomes(course, "other-types")["policy-test"] == "CRASHED"


def test_nothing_that_a_student_evaluates_is_a_mark(course):
    assert scores(course, "decides-itself") == {
        **ALL,
        "expected-reward-test": 0.0,
        "quiz-test": 0.0,
    }
    first = cell(course, "decides-itself", "expected-reward-test").outputs
    assert first[0].data["text/plain"] == "0.0"
    assert first[1].data["text/plain"] == "nan"  # the student's, after ours, decides nothing


def test_the_visible_checks_message_is_shown_and_costs_nothing(course):
    assert "CAUSE-NEXT-STATE" in shown(course, "visible-wrong", "expected-reward-test")
    assert scores(course, "visible-wrong") == ALL


def test_warnings_are_shown_and_cost_nothing(course):
    assert "beware" in shown(course, "warns", "expected-reward-test")


def test_the_report_says_how_an_answer_differs(course):
    assert "le signe est opposé" in report(course, "negative", "expected-reward-test")
    assert "NaN" in report(course, "nan", "expected-reward-test")
    assert "None" in report(course, "none", "expected-reward-test")
    assert "KeyError" in report(course, "raises", "expected-reward-test")
    assert "no answer within 2 s" in report(course, "loops", "expected-reward-test")
    assert "True or False" in report(course, "says-true", "expected-reward-test")
    assert "look at the ice again" in report(course, "decides-itself", "quiz-test")


def test_hidden_lines_leave_the_students_names_alone(course):
    assert "env is still mine: True" in shown_after(course, "right")


def shown_after(course, student):
    return json.dumps(cell(course, student, "after").outputs)


def test_hidden_lines_are_in_nothing_that_is_written_for_students(course):
    for folder in ("autograded", "feedback"):
        pages = [p for p in (course / folder).rglob("*") if p.is_file()]
        assert len(pages) == len(ANSWERS) + len(EDITS) + len(FILES)
        for page in pages:
            text = page.read_text(encoding="utf-8")
            for secret in ("HIDDEN", "random_lake", "rng.integers", "as_good_as", "BEGIN SOLUTION"):
                assert secret not in text, (page, secret)


def test_output_is_capped(course):
    path = course / "autograded" / "floods" / CHAPTER / f"{CHAPTER}.ipynb"
    assert path.stat().st_size < 500_000
    assert "y" * 1_000 in path.read_text()


def test_the_outputs_of_a_whole_notebook_are_capped(monkeypatch):
    monkeypatch.setattr("autograder.execute.MAX_OUTPUT", 10_000)
    run = Run(new_notebook(), None, 0, Limits())
    large, small = new_output("stream", text="y" * 4_000), new_output("stream", text="z")
    shown = [run.fitting(Reply("ok", outputs=[small, large, small])) for _ in range(4)]
    assert shown[:2] == [[small, large, small]] * 2
    assert shown[2:] == [[small, too_much()]] * 2  # what is small may still be shown
    with in_language("fr"):
        assert "trop de sorties" in run.fitting(Reply("ok", outputs=[large]))[0].text


def test_the_seed_is_the_graders_secret_and_stays(course):
    path = course / "seeds.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert seed_of(course, CHAPTER) == json.loads(path.read_text())[CHAPTER]
    assert seed_of(course, "another") != seed_of(course, CHAPTER)


def test_grading_again_gives_the_same_and_keeps_a_manual_mark(course):
    before = notebook(course, "half")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("quiz-test", CHAPTER, CHAPTER, "half").manual_score = 0.5
        gradebook.db.commit()
    run(ForcedAutograde, course, student="half")
    assert notebook(course, "half") == before
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_grade("quiz-test", CHAPTER, CHAPTER, "half").score == 0.5


class ForcedAutograde(Autograde):
    force = True


def test_a_fault_of_the_graders_is_named_and_flagged(course, monkeypatch):
    def broken(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(execute.Session, "ask", broken)
    run(ForcedAutograde, course, student="duplicates")
    assert set(outcomes(course, "duplicates").values()) == {"NOT_GRADED"}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        grades = gradebook.find_submission(CHAPTER, "duplicates").notebooks[0].grades
        assert all(grade.needs_manual_grade and grade.auto_score == 0 for grade in grades)


def test_a_slow_notebook_ends_in_named_outcomes(course):
    run(ForcedAutograde, course, student="loops-in-cell", notebook_seconds=1)
    assert set(outcomes(course, "loops-in-cell").values()) == {"TIMED_OUT"}
    assert set(scores(course, "loops-in-cell").values()) == {0.0}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("reward for probability", "rewart for probability", "NameError"),
        ("close()", "within(50, 60)", "rejects the reference's own"),
        ("close(),", "lambda got, wanted: got.no_such,", "cannot judge the reference"),
        ("[answer, secret_of_the_student]", "{answer}", "no evidence"),
    ],
)
def test_a_reference_that_fails_itself_is_an_error_for_the_instructor(
    course, tmp_path, old, new, says
):
    text = (course / "source" / CHAPTER / f"{CHAPTER}.ipynb").read_text()
    assert old in text
    path = tmp_path / "broken.ipynb"
    path.write_text(text.replace(old, new))
    for _ in range(2):  # the second time from memory
        with pytest.raises(ReferenceProblem, match=says):
            reference_of(path, seed=1, limits=LIMITS)


def test_the_reference_is_run_once_for_a_content_and_a_seed(course):
    path = course / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    first = reference_of(path, seed=1, limits=LIMITS)
    assert reference_of(path, seed=1, limits=LIMITS) is first
    other = reference_of(path, seed=2, limits=LIMITS)
    name = "expected-reward-test"
    assert first.exercises[name].wanted != other.exercises[name].wanted
