"""Is an instructor shown what was asked, what is right and what came, as it was graded?"""

import ast
import re
import shutil

import pytest
from nbgrader.api import Gradebook
from test_execute import CHAPTER, with_reward
from test_grade import hand_in, options, right, sandboxed

from autograder.__main__ import main
from autograder.chapter import GradeError
from autograder.explain import _showing_names, explain
from autograder.grade import grade
from autograder.prelude import ask
from autograder.questions import questions_of
from autograder.seeds import new_seed

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
HALF = with_reward("return sum(p * r for p, _, r, _ in P[state][action]) if len(P) > 1 else 0.25")


def explained(root, exercise, student):
    return explain(exercise, student, root=root, sandbox=sandboxed())


def part(text, title):
    """Return what stands behind a title, until the next one."""
    found = re.search(rf"^ {{6}}{title}: +(.*?)(?=^ {{0,6}}\S|\Z)", text, re.M | re.S)
    return found[1].strip()


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """nbgrader's folder after grading: to read only."""
    root = tmp_path_factory.mktemp("graded") / "grading"
    shutil.copytree(released / "grading", root)
    answers = {
        "ada": HALF,
        "bob": with_reward("return P['no such state']"),
        "cleo": {
            "policy": "def best_policy(env):\n    return [0] * len(model_of(env))",
            "quiz": "answer = '\\x1b[2Jb\\u202e'",
        },
        "dan": {},
    }
    for student, given in answers.items():
        hand_in(root, student, right(released, **given))
    grade((), options(), root=root)
    return root


def test_inputs_right_value_and_what_came(graded):
    text = explained(graded, "1.1", "ada")
    assert "1.1: 1 of 2 points" in text
    assert "✓ slippery lakes you have not seen\n  ✗ rewards that are not 0 or 1" in text
    assert part(text, "asked") == "expected_reward(model, 0, 0)"
    assert part(text, "came") == "0.25"
    model = ast.literal_eval(part(text, "inputs").split("model = ")[1].splitlines()[0])
    expected = sum(p * reward for p, _, reward, _ in model[0][0])
    assert float(part(text, "right")) == pytest.approx(expected)
    assert "rng.integers(1, 9, size=4)" in part(text, "hidden lines")


def test_only_the_names_that_the_hidden_lines_themselves_set():
    hidden = """### BEGIN HIDDEN TESTS
def f(a):
    inner = a
    return inner
first, rest = f(1), [each for each in range(3)]
check(f(first), equal(), about="one")
for k in rest:
    last = k
check([first, last], equal(), about="two")
### END HIDDEN TESTS"""
    shown = []
    names = {"__course_question__": {}, "inner": "the notebook's"}
    for number, question in enumerate(_showing_names(questions_of(hidden))):
        found = ask(names, 1, question.setup, question.evidence, number == 0)
        shown.append(found.data["evidence"]["dict"])
    assert shown == [
        {"first": "1", "rest": "[0, 1, 2]"},
        {"first": "1", "k": "2", "last": "2"},
    ]


def test_what_raised_and_where_arrays_differ(graded):
    text = explained(graded, "1", "bob")
    assert "1.1: 0 of 2 points" in text
    assert "1.2:" not in text
    assert part(text, "came") == "your code stopped with a KeyError"
    text = explained(graded, CHAPTER, "cleo")
    assert "1.1:" not in text
    assert "1.2: 0 of 3 points" in text
    assert "1.3: 0 of 1 points" in text
    assert "'slippery': False" in part(text, "came")
    assert text.replace("\n", "").isprintable()
    assert r"\x1b[2Jb\u202e" in text
    assert "no points were lost" in explained(graded, "1", "dan")
    assert "✓ the letter\n" in explained(graded, "1.3", "dan")


def test_arrays_that_differ_in_places(released, root):
    wrong = "return 0.0 if state == 7 else sum(p * r for p, _, r, _ in P[state][action])"
    hand_in(root, "ada", right(released, **with_reward(wrong.replace("0.0 if", "0.5 if"))))
    grade((), options(), root=root)
    text = explained(root, "1.1", "ada")
    places = part(text, "differs").splitlines()
    assert len(places) <= 6
    assert places[0].endswith("came 0.5")
    assert all(
        line.strip().startswith(("at [28]", "at [29]", "at [30]", "at [31]")) for line in places
    )


def test_nothing_is_changed(graded):
    def everything():
        with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
            marks = [g.score for s in book.assignment_submissions(CHAPTER) for g in s.notebooks]
        folders = "autograded", "submitted", "feedback", "source"
        files = [path for name in folders for path in sorted((graded / name).rglob("*.*"))]
        return marks, [(path, path.read_bytes()) for path in files if path.is_file()]

    before = everything()
    explained(graded, "1.1", "ada")
    assert everything() == before


def test_only_what_was_graded_as_it_stands(graded, released, tmp_path, capsys):
    graded = shutil.copytree(graded, tmp_path / "grading")
    for exercise, student, words in (
        ("1.9", "ada", "no exercise '1.9'; there are: 1.1, 1.2, 1.3"),
        ("7", "ada", "no chapter '7' is released; there are: 1_small"),
        ("1.1", "eve", "no student 'eve'"),
    ):
        with pytest.raises(GradeError, match=re.escape(words)):
            explained(graded, exercise, student)
    hand_in(graded, "ada", right(released))
    with pytest.raises(GradeError, match="run `python -m autograder grade` first"):
        explained(graded, "1.1", "ada")
    new_seed(graded, CHAPTER)
    with pytest.raises(GradeError, match="the seed or the grader has changed"):
        explained(graded, "1.1", "bob")
    unsandboxed = [] if sandboxed() else ["--unsandboxed"]
    assert main(["explain", "99", "--student", "ada", *unsandboxed]) == 1
    told = capsys.readouterr().err
    assert "no chapter '99'" in told or "nothing is released" in told
