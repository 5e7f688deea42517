"""Does evidence cross from a kernel to the grader unchanged, and is nothing else let in?"""

import json
import math

import numpy as np
import pytest

from autograder import evidence
from autograder.evidence import (
    MIME,
    BadEvidence,
    NoEvidence,
    decode,
    from_reply,
    plain,
    question_code,
)


@pytest.mark.parametrize(
    "value",
    [None, True, 3, -(2**62), 1.5, 1e-300, "é\n'\"", [], [1, [2.5, "x", None]], {"a": {"b": [1]}}],
)
def test_plain_data_comes_out_as_it_went_in(value):
    assert plain(value) == value
    assert type(plain(value)) is type(value)


def test_infinities_and_nan_are_explicit():
    sent = plain([math.inf, -math.inf, math.nan])
    assert sent[:2] == [math.inf, -math.inf]
    assert math.isnan(sent[2])


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3),
        np.array([[0.5, np.inf], [-np.inf, 1.0]]),
        np.array([True, False]),
        np.array(["a", "bc"]),
        np.zeros((0, 4)),
        np.array(2.5),
        np.array([1, 2], dtype=np.uint8),
        np.array([0.1], dtype=np.float32),
    ],
)
def test_arrays_keep_their_shape_and_kind(array):
    got = plain(array)
    assert isinstance(got, np.ndarray)
    assert got.shape == array.shape
    assert got.dtype.kind == ("i" if array.dtype.kind == "u" else array.dtype.kind)
    assert (got == array).all()


def test_tuples_become_lists_and_numpy_scalars_python_ones():
    assert plain((1, (2, 3))) == [1, [2, 3]]
    assert type(plain(np.float32(0.5))) is float
    assert type(plain(np.int64(3))) is int
    assert plain(np.bool_(True)) is True


@pytest.mark.parametrize(
    "value", [object(), {1: 2}, {1, 2}, range(3), 1j, lambda: 0, np.array([object()])]
)
def test_anything_else_is_refused_where_it_arises(value):
    with pytest.raises(TypeError, match="evidence"):
        plain(value)


def test_evidence_nested_in_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(TypeError, match="deep"):
        plain(loop)


@pytest.mark.parametrize(
    "data",
    [
        {"pickle": "x"},
        {"float": "1e400"},
        {"float": 1.0},
        {"dict": [1]},
        {"array": "O", "shape": [1], "data": [1]},
        {"array": "f", "shape": [2, 2], "data": [1.0]},
        {"array": "f", "shape": [-1, -1], "data": [1.0]},
        {"array": "f", "shape": [True], "data": [1.0]},
        {"array": "f", "shape": [1.0], "data": [1.0]},
        {"array": "f", "shape": [1], "data": [[1.0]]},
        {"array": "f", "shape": [1], "data": ["1.0"]},
        {"array": "f", "shape": [1], "data": [True]},
        {"array": "i", "shape": [1], "data": [1.5]},
        {"array": "b", "shape": [1], "data": [1]},
        {"array": "U", "shape": [1], "data": [1]},
        {"array": "f", "shape": [0] * 99, "data": []},
        {"array": ["f"], "shape": [0], "data": []},
        math.nan,
        math.inf,
        2**63,
        "x" * 200_001,
        [0] * 500_000,
    ],
)
def test_forged_evidence_is_no_evidence(data):
    with pytest.raises((BadEvidence, TypeError)):
        decode({"evidence": data})
    reply = {"status": "ok", "data": {MIME: {"evidence": data}}}
    assert from_reply(reply) == NoEvidence("not plain")


def test_evidence_nested_too_deep_for_the_grader_is_no_evidence():
    data = []
    for _ in range(5000):
        data = [data]
    assert from_reply({"status": "ok", "data": {MIME: {"evidence": data}}}) == NoEvidence(
        "not plain"
    )


@pytest.mark.parametrize(
    "reply", [{}, {"status": "ok"}, {"status": "ok", "data": {"text/plain": "1"}}]
)
def test_a_reply_without_evidence_is_none(reply):
    assert isinstance(from_reply(reply), NoEvidence)


def test_an_error_keeps_its_name_only():
    reply = {"status": "error", "ename": "ValueError", "evalue": "rewards [3.5, 2.25]"}
    assert from_reply(reply) == NoEvidence("error", "ValueError")
    assert from_reply({"status": "error", "ename": "<script>"}) == NoEvidence("error", "Exception")


def ask(kernel_names, setup, expression, *, first=True, seed=5):
    """Put a question to this process in a kernel's place."""
    code = question_code(seed=seed, setup=setup, expression=expression, first=first)
    answer = eval(code, kernel_names)
    message = json.loads(json.dumps(answer._repr_mimebundle_()[MIME], allow_nan=False))
    return evidence.decode(message)


def test_the_names_of_hidden_lines_live_beside_the_notebooks():
    names = {"env": "the student's", "double": lambda x: 2 * x}
    assert ask(names, "env = 3\nn = double(env)", "[env, n]") == [3, 6]
    assert names["env"] == "the student's"
    assert "n" not in names
    # they last until the next check cell
    assert ask(names, "", "[env, n]", first=False) == [3, 6]
    assert ask(names, "", "env", first=True) == "the student's"


def test_hidden_lines_before_an_error_are_kept_for_the_next_check():
    names = {}
    with pytest.raises(ZeroDivisionError):
        ask(names, "a = 1\n1 / 0\nb = 2", "a")
    assert ask(names, "", "a", first=False) == 1


def test_each_question_has_a_generator_of_its_own():
    first = ask({}, "", "[rng.random(), rng.random()]", seed=5)
    assert ask({}, "", "[rng.random(), rng.random()]", seed=5) == first
    assert ask({}, "", "[rng.random(), rng.random()]", seed=6) != first
    expected = np.random.default_rng(5)
    assert first == [expected.random(), expected.random()]
