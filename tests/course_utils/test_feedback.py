"""What `expect` says."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils.feedback import NotYet, attempt, expect
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
    with pytest.raises(TypeError):
        attempt(len, 3)


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
