"""Does every result of the checks lead to the outcome and the points that it should?"""

import pytest

from autograder.evidence import NoEvidence
from autograder.report import report_html, report_outputs, why_none
from autograder.verdict import CheckResult, Outcome, conclude
from course_utils.language import in_language

PASS, FAIL = CheckResult(True, "ok"), CheckResult(False, "no", "differs")


def none(kind, error=""):
    return CheckResult(False, "asked", "why", kind, error)


STUB = none("error", "NotImplementedError")
ERROR = none("error", "ValueError")


@pytest.mark.parametrize(
    ("checks", "options", "outcome", "points"),
    [
        ((PASS, PASS), {}, Outcome.PASSED, 3.0),
        ((PASS, FAIL), {}, Outcome.PARTLY, 1.5),
        ((PASS, FAIL, FAIL), {}, Outcome.PARTLY, 1.0),
        ((FAIL, FAIL), {}, Outcome.FAILED, 0.0),
        ((STUB, STUB), {}, Outcome.NOT_ATTEMPTED, 0.0),
        ((ERROR, ERROR), {"attempted": False}, Outcome.NOT_ATTEMPTED, 0.0),
        ((ERROR, ERROR), {"answer_error": "NotImplementedError"}, Outcome.NOT_ATTEMPTED, 0.0),
        ((STUB, FAIL), {}, Outcome.FAILED, 0.0),
        ((ERROR, ERROR), {}, Outcome.CRASHED, 0.0),
        ((ERROR, FAIL), {}, Outcome.FAILED, 0.0),
        ((ERROR, ERROR), {"answer_error": "SyntaxError"}, Outcome.CRASHED, 0.0),
        ((none("timeout"), ERROR), {}, Outcome.TIMED_OUT, 0.0),
        ((ERROR, ERROR), {"answer_error": "timeout"}, Outcome.TIMED_OUT, 0.0),
        ((none("dead"), none("timeout")), {}, Outcome.KERNEL_DIED, 0.0),
        ((ERROR, ERROR), {"answer_error": "dead"}, Outcome.KERNEL_DIED, 0.0),
        ((ERROR,), {"present": False}, Outcome.MISSING, 0.0),
        ((PASS, none("timeout")), {"answer_error": "dead"}, Outcome.PARTLY, 1.5),
        ((PASS, PASS), {"answer_error": "ValueError", "attempted": False}, Outcome.PASSED, 3.0),
        ((), {"grader_failed": True}, Outcome.NOT_GRADED, 0.0),
    ],
)
def test_outcome_and_points(checks, options, outcome, points):
    verdict = conclude("x-test", 3.0, checks, **options)
    assert verdict.outcome is outcome
    assert verdict.points == points
    assert verdict.reason


def test_points_never_exceed_the_maximum_and_never_fall_when_a_check_passes():
    for n in range(1, 12):
        points = [conclude("x", 0.7, (PASS,) * k + (FAIL,) * (n - k)).points for k in range(n + 1)]
        assert points == sorted(points)
        assert points[0] == 0
        assert points[-1] == 0.7


def test_every_outcome_has_words_in_each_language():
    for language in ("en", "fr"):
        with in_language(language):
            assert len({outcome.words for outcome in Outcome}) == len(Outcome)


def test_nbgrader_reads_our_number_whatever_follows():
    from nbformat.v4 import new_code_cell, new_output
    from nbgrader.utils import determine_grade

    shown = [
        new_output("execute_result", data={"text/plain": "nan"}),
        new_output("stream", name="stderr", text="a warning"),
        new_output("error", ename="NotYet", evalue="", traceback=[]),
    ]
    meta = {"grade": True, "solution": False, "points": 3, "grade_id": "x-test"}
    for checks, points in (((PASS, PASS), 3.0), ((PASS, FAIL), 1.5), ((FAIL,), 0.0)):
        cell = new_code_cell(metadata={"nbgrader": meta})
        cell.outputs = report_outputs(conclude("x-test", 3.0, checks), shown)
        assert determine_grade(cell) == (points, 3.0)


def test_a_report_escapes_what_it_did_not_write():
    html = report_html(conclude("x", 1.0, (CheckResult(False, "<b>a</b>", "<script>"),)))
    assert "<script>" not in html
    assert "<b>a" not in html


def test_a_report_says_points_outcome_and_reasons_in_french():
    with in_language("fr"):
        html = report_html(conclude("x", 3.0, (PASS, CheckResult(False, "lacs", "le signe"))))
    assert "1,5 sur 3 points" in html
    assert "En partie juste" in html
    assert "lacs — le signe" in html


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        (NoEvidence("timeout"), "30 s"),
        (NoEvidence("dead"), "Python"),
        (NoEvidence("error", "NotImplementedError"), "not written"),
        (NoEvidence("error", "KeyError"), "KeyError"),
        (NoEvidence("not plain"), "compared"),
    ],
)
def test_missing_evidence_is_explained(missing, says):
    assert says in why_none(missing, 30)
