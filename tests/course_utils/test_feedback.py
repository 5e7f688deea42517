"""What `expect` says."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils.feedback import NotYet, about_shapes, attempt, expect
from course_utils.language import in_language


def refused(got, wanted, **options) -> str:
    with pytest.raises(NotYet) as caught:
        expect(got, wanted, what="f(1)", **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (2, 2.0),
        (0.1 + 0.2, 0.3),
        (np.float32(0.5), 0.5),
        ([1, 2], np.array([1.0, 2.0])),
        ((1, 2), [1, 2]),
        ([[1, 2], [3, 4]], [[1, 2], [3, 4]]),
        ("right", "right"),
        (["a", "b"], ("a", "b")),
        (True, True),
        (None, None),
        (np.inf, np.inf),
        (3, lambda got: got > 2),
    ],
)
def test_a_right_answer_gets_a_tick(got, wanted, capsys):
    expect(got, wanted, what="f(1)")
    assert capsys.readouterr().out == "✓ f(1)\n"


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (2, 2.1),
        (1.0001, 1.0),
        ([1, 2], [2, 1]),
        ("1", 1),
        (1, "1"),
        (None, 0),
        (0, None),
        (np.nan, np.nan),
        ([1, 2, 3], [1, 2]),
        ([[1, 2]], [1, 2]),
        (object(), 1),
        (lambda: 1, 1),
        (3, lambda got: got > 3),
        ("x", lambda got: got > 3),  # a predicate that fails counts as no
    ],
)
def test_a_wrong_answer_is_not_yet(got, wanted, capsys):
    assert refused(got, wanted).startswith("✗ f(1)\n  your answer: ")
    assert capsys.readouterr().out == ""


def test_it_says_what_was_tested_what_came_and_what_was_wanted():
    assert refused(15, 1.0) == "✗ f(1)\n  your answer: 15\n  wanted: 1"


def test_the_likely_mistake_is_named():
    said = refused(15.0, 1.0, mistakes={14.0: "not this", 15.0: "that is the state"})
    assert said.endswith("\n  likely cause: that is the state")
    assert "likely cause" not in refused(13.0, 1.0, mistakes={15.0: "that is the state"})


def test_mistakes_may_be_arrays_or_predicates_and_the_first_that_fits_counts():
    mistakes = [
        ([0.0, 0.0], "all zero"),
        (lambda got: got.sum() > 9, "too large"),
        (lambda got: True, "anything"),
    ]
    wanted = np.array([1.0, 2.0])
    assert "cause: all zero" in refused(np.zeros(2), wanted, mistakes=mistakes)
    assert "cause: too large" in refused(np.array([9.0, 9.0]), wanted, mistakes=mistakes)
    assert "cause: anything" in refused(np.array([1.0, 1.0]), wanted, mistakes=mistakes)


def test_a_predicate_that_crashes_is_not_the_mistake():
    said = refused("a", 1, mistakes=[(lambda got: got / 0, "divided"), ("a", "a letter")])
    assert "cause: a letter" in said


@pytest.mark.parametrize("wanted", [1.0, lambda got: got > 1])
def test_none_asks_for_a_return(wanted):
    assert "None: is a `return` missing?" in refused(None, wanted)


def test_shapes_are_compared():
    assert "shape (3,), where shape (2,) was wanted" in refused([1, 2, 3], [1, 2])
    assert "shape (2,), where shape () was wanted" in refused([1, 2], 1)
    assert "a ragged list" in refused([[1, 2], [3]], [[1, 2], [3, 4]])


def test_a_nan_is_pointed_out():
    assert "there is a NaN in it" in refused([1.0, np.nan], [1.0, 2.0])


def test_tolerances():
    expect(1.01, 1.0, what="f(1)", atol=0.02)
    expect(101.0, 100.0, what="f(1)", rtol=0.02)
    refused(1.01, 1.0)


def test_long_answers_are_cut_short():
    assert len(refused(list(range(5000)), [1])) < 500
    assert len(refused(np.arange(5000), [1])) < 500


def test_a_predicate_is_not_shown_as_what_was_wanted():
    assert refused(1, lambda got: got > 3) == "✗ f(1)\n  your answer: 1"


def test_a_value_error_can_be_explained_like_any_answer():
    got = attempt(np.add, np.ones(2), np.ones(3))
    said = refused(got, np.ones(2), mistakes=[(lambda got: isinstance(got, ValueError), "shapes")])
    assert said.splitlines()[1].startswith("  your answer: ValueError: operands could not be")
    assert said.splitlines()[2:] == ["  wanted: [1. 1.]", "  likely cause: shapes"]
    assert attempt(round, 1.26, ndigits=1) == 1.3


def test_an_exception_that_no_mistake_explains_is_shown_where_it_was_raised():
    with pytest.raises(ZeroDivisionError) as raised:
        expect(
            attempt(lambda: 1 / 0),
            1.0,
            what="f(1)",
            mistakes=[(2.0, "twice"), (about_shapes, "axes")],
        )
    assert "lambda: 1 / 0" in str(raised.traceback[-1].statement)
    with pytest.raises(NotImplementedError, match="Exercise"):
        expect(attempt(not_written), 1.0, what="f(1)")


def not_written():
    raise NotImplementedError("Exercise 1.1")


@pytest.mark.parametrize(
    ("function", "shapes"),
    [
        (lambda: np.ones(2) + np.ones(3), True),
        (lambda: np.ones((2, 3)) @ np.ones((2, 3)), True),
        (lambda: np.dot(np.ones((2, 3)), np.ones(2)), True),
        (lambda: np.linalg.solve(np.ones((2, 3)), np.ones(2)), True),
        (lambda: np.linalg.solve(np.eye(3), np.ones(2)), True),
        (lambda: np.einsum("sa,sat->st", np.ones((2, 3)), np.ones((3, 2, 2))), True),
        (lambda: np.zeros(3).__setitem__(slice(None), np.ones(2)), True),
        (lambda: bool(np.ones(2)), False),  # "ambiguous"
        (lambda: np.linalg.solve(np.zeros((2, 2)), np.ones(2)), False),  # singular
        (lambda: int("x"), False),
        (lambda: {}["no"], False),
        (lambda: "aligned", False),
    ],
)
def test_what_is_about_shapes(function, shapes):
    assert about_shapes(attempt(function)) is shapes


def test_in_french():
    with in_language("fr"):
        assert refused(15, 1, mistakes={15: "c’est l’état"}).splitlines() == [
            "✗ f(1)",
            "  votre réponse : 15",
            "  attendu : 1",
            "  cause probable : c’est l’état",
        ]
        assert "None : manque-t-il un `return` ?" in refused(None, 1)
        assert "forme (2,), au lieu de la forme ()" in refused([1, 2], 1)
        assert "une liste irrégulière" in refused([[1], [1, 2]], 1)
        assert "il contient un NaN" in refused(np.nan, 1.0)


def test_ipython_shows_the_message_without_a_traceback():
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell()\n"
        "shell.run_cell('from course_utils.feedback import expect; expect(15, 1, what=\"f(1)\")')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    shown = done.stdout + done.stderr
    assert "✗ f(1)\n  your answer: 15\n  wanted: 1" in shown
    assert "Traceback" not in shown
    assert "line" not in shown
