"""Schedules, at steps worked by hand."""

import math

import numpy as np
import pytest

from course_utils.schedules import constant, linear


@pytest.mark.parametrize(
    ("step", "epsilon"),
    [(0, 1.0), (1, 0.991), (25, 0.775), (50, 0.55), (99, 0.109), (100, 0.1), (101, 0.1)],
)
def test_a_line_from_start_to_end_by_hand(step, epsilon):
    # 0.9 in 100 steps: 0.009 a step
    assert linear(1.0, 0.1, 100)(step) == pytest.approx(epsilon, abs=1e-15)


def test_both_ends_are_met_exactly():
    schedule = linear(1.0, 0.1, 3)
    assert (schedule(0), schedule(3), schedule(10**12)) == (1.0, 0.1, 0.1)


def test_it_can_go_up_too():
    assert [linear(0, 8, 4)(step) for step in range(6)] == [0, 2, 4, 6, 8, 8]


def test_before_the_beginning_it_is_the_start():
    # a warm-up can be left out by asking for step - warm_up
    assert linear(1.0, 0.1, 100)(-5) == 1.0


def test_numbers_of_numpy_are_numbers():
    assert linear(np.float32(1), np.float64(0), np.int64(1000))(500) == 0.5
    assert type(linear(np.float32(1), np.float64(0), np.int64(1000))(500)) is float


def test_a_constant_stays():
    schedule = constant(0.05)
    assert {schedule(step) for step in (0, 1, 10**9)} == {0.05}
    assert isinstance(constant(1)(0), float)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: linear(1.0, 0.1, 0), ValueError, "at least 1 step.*got steps=0"),
        (lambda: linear(1.0, 0.1, -3), ValueError, "got steps=-3"),
        (lambda: linear(math.nan, 0.1, 5), ValueError, "start is a finite number; got nan"),
        (lambda: linear(1.0, math.inf, 5), ValueError, "end is a finite number; got inf"),
        (lambda: linear(1.0, 0.1, None), TypeError, r"steps is a number; got None \(NoneType\)"),
        (lambda: linear("1", 0.1, 5), TypeError, r"start is a number; got '1' \(str\)"),
        (lambda: constant(True), TypeError, r"value is a number; got True \(bool\)"),
        (lambda: constant(math.nan), ValueError, "value is a finite number"),
    ],
)
def test_a_wrong_schedule_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
