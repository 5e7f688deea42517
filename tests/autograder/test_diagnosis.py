"""Is a known mistake named, to the student and to the instructor, and nothing else?"""

import nbformat
import pytest
from test_execute import CHAPTER, with_reward
from test_grade import by_student, hand_in, options, right

from autograder import reference
from autograder.diagnosis import diagnose
from autograder.evidence import NoEvidence
from autograder.grade import grade, table
from autograder.judges import close
from autograder.misconceptions import MISCONCEPTIONS, Misconception
from autograder.questions import questions_of
from autograder.reference import Exercise
from autograder.report import report_html
from autograder.verdict import CheckResult, Outcome, Verdict
from course_utils.language import in_language

OLD = "probability * reward for"
FORGOTTEN = Misconception(OLD, "reward for", "probabilities <forgotten>", "probabilités <oubliées>")
KNOWN = (
    FORGOTTEN,
    Misconception(OLD, "__import__('os')._exit(1) for", "it dies", "elle meurt"),
    Misconception(OLD, "reward[0] for", "it raises", "elle lève une exception"),
    Misconception(OLD, "((( for", "it does not parse", "elle ne se lit pas"),
    Misconception("no longer there", "", "it does not fit", "elle ne convient plus"),
    Misconception(OLD, "probability for"),
)
# the same mistake, written in another way; and another one
IN_A_LOOP = with_reward(
    "total = 0\n    for _, _, r, _ in P[state][action]:\n        total += r\n    return total"
)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_known_mistake_is_named_and_no_other(released, root, monkeypatch):
    monkeypatch.setitem(MISCONCEPTIONS, CHAPTER, {"expected-reward": KNOWN})
    hand_in(root, "ada", right(released, **IN_A_LOOP))
    hand_in(root, "bob", right(released, **with_reward("return 0.0")))
    hand_in(
        root, "cleo", right(released, **with_reward("return sum(t[0] for t in P[state][action])"))
    )
    hand_in(root, "dan", right(released))
    hand_in(root, "élise", right(released, "fr", **IN_A_LOOP))
    for _ in range(2):  # the second time what the mistakes answer comes from the cache's file
        results = grade((CHAPTER,), options(force=True), root=root)
        found = by_student(results)
        named = {student: one.causes for student, one in found.items()}
        assert named == {
            "ada": [("1.1", FORGOTTEN.en)],
            "bob": [],
            "cleo": [],
            "dan": [],
            "élise": [("1.1", FORGOTTEN.en)],
        }
        assert f"   2  1.1  {FORGOTTEN.en}\n" in table(results)
        reference._cache.clear()
    assert found["dan"].points == 6
    pages = {
        student: (root / "feedback" / student / CHAPTER / f"{CHAPTER}.html").read_text()
        for student in found
    }
    assert "Likely cause:</strong> probabilities &lt;forgotten&gt;" in pages["ada"]
    assert "Cause probable :</strong> probabilités &lt;oubliées&gt;" in pages["élise"]
    assert all('class="cause"' not in pages[student] for student in ("bob", "cleo", "dan"))
    graded = nbformat.read(root / "autograded" / "ada" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    text = "".join(str(cell.get("outputs", "")) for cell in graded.cells)
    assert "Likely cause:" in text  # in the Formgrader too


def exercise(*mistakes):
    """An exercise of two questions that asks for three numbers each."""
    check = "\n".join(f"check(f({n}), close(), about='{n}')" for n in range(2))
    source = f"### BEGIN HIDDEN TESTS\n{check}\n### END HIDDEN TESTS"
    right_answers = ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])
    known = tuple((Misconception("", "", f"{n}", f"{n}"), one) for n, one in enumerate(mistakes))
    return Exercise("f-test", 1.0, tuple(questions_of(source)), right_answers, known)


def named(asked, *given):
    checks = [
        CheckResult(not isinstance(got, NoEvidence) and close()(got, wanted)[0], "")
        for got, wanted in zip(given, asked.wanted, strict=True)
    ]
    found = diagnose(asked, given, checks)
    return found and found.en


RIGHT, OTHER = ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])
WRONG = [7.0, 8.0, 9.5]


def test_all_that_was_given_must_fit():
    asked = exercise((RIGHT, WRONG))
    assert named(asked, RIGHT, WRONG) == "0"
    assert named(asked, [1, 2, 3], [7.0, 8.0, 9.5 + 1e-9]) == "0"
    assert named(asked, RIGHT, OTHER) is None  # right
    assert named(asked, WRONG, WRONG) is None  # more is wrong than the mistake explains
    assert named(asked, WRONG, OTHER) is None  # and the other way round
    assert named(asked, RIGHT, [7.0, 8.0, 9.6]) is None
    assert named(asked, RIGHT, NoEvidence("error", "KeyError")) is None
    assert named(exercise(), RIGHT, WRONG) is None


def test_no_guess_where_two_mistakes_fit():
    assert named(exercise((RIGHT, WRONG), (WRONG, OTHER)), RIGHT, WRONG) == "0"
    assert named(exercise((RIGHT, WRONG), (RIGHT, WRONG)), RIGHT, WRONG) is None


def test_no_guess_from_what_many_mistakes_give():
    assert named(exercise((RIGHT, [0.0, 0.0, 0.0])), RIGHT, [0.0, 0.0, 0.0]) is None
    assert named(exercise((RIGHT, None)), RIGHT, None) is None
    nan = [float("nan"), 1.0, 2.0]
    assert named(exercise((RIGHT, nan)), RIGHT, nan) is None


def test_the_report_names_it_in_the_language_in_use():
    verdict = Verdict("f-test", Outcome.FAILED, 0.0, 1.0, "", (), FORGOTTEN)
    with in_language("fr"):
        assert "Cause probable :</strong> probabilités &lt;oubliées&gt;" in report_html(verdict)
    with in_language("en"):
        assert "Likely cause:</strong> probabilities &lt;forgotten&gt;" in report_html(verdict)
        assert "cause" not in report_html(Verdict("f-test", Outcome.FAILED, 0.0, 1.0, ""))
