"""Which answers do the judges accept, and what do they say of the others?"""

import numpy as np
import pytest

from autograder import judges
from autograder.judges import (
    as_good_as_reference,
    best_actions,
    choices,
    close,
    drawn_from,
    equal,
    reaches_goal,
    within,
)
from autograder.tails import binomial_range
from course_utils.language import in_language

NAN, INF = float("nan"), float("inf")


def passed(judge, got, wanted):
    return judges.apply(judge, got, wanted)[0]


def reason(judge, got, wanted):
    verdict, text = judges.apply(judge, got, wanted)
    assert not verdict
    return text


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (1.0, 1.0),
        (1, 1.0),
        (2.0, 2),
        (1.0 + 1e-9, 1.0),
        ([1.0, 2.0], np.array([1.0, 2.0])),
        (np.array([1, 2]), [1.0, 2.0]),
        ([np.array([1.0]), np.array([2.0, 3.0])], [[1.0], [2.0, 3.0]]),
        ({"a": [1.0], "b": 2}, {"b": 2.0, "a": np.array([1.0])}),
        ([float(np.float32(0.1))], [0.1]),
        ([], []),
        ([None, 1.0], [None, 1.0]),
    ],
)
def test_close_accepts_numbers_near_the_references(got, wanted):
    assert passed(close(), got, wanted)


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (1.001, 1.0),
        (None, 1.0),
        ("1.0", 1.0),
        (True, 1.0),
        (1.0, True),
        ([1.0, True], [1.0, 1.0]),
        ([1.0], 1.0),
        ([[1.0, 2.0]], [1.0, 2.0]),
        ([1.0, 2.0, 3.0], [1.0, 2.0]),
        ([[1.0], [2.0, 3.0]], [[1.0, 2.0], [3.0]]),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}),
        ({"a": 1.0}, [1.0]),
        ([1.0], {"a": 1.0}),
        ([], [1.0]),
        (NAN, 1.0),
        (INF, 1.0),
        (1e300, 1.0),
        ("NaN", 1.0),
    ],
)
def test_close_rejects_everything_else(got, wanted):
    assert not passed(close(), got, wanted)


def test_a_nan_equals_nothing_not_even_a_nan():
    assert not passed(close(), NAN, NAN)
    assert not passed(close(), [1.0, NAN], [1.0, NAN])
    assert not passed(equal(), NAN, NAN)
    assert not passed(within(0, 1), NAN, 0.5)
    assert "NaN" in reason(close(), [1.0, NAN], [1.0, 2.0])


def test_an_infinity_equals_an_infinity_of_its_sign():
    assert passed(close(), [INF], [INF])
    assert not passed(close(), [-INF], [INF])


def test_reasons_name_the_kind_of_difference():
    assert "shape" in reason(close(), [1.0], [1.0, 2.0])
    assert "sign" in reason(close(), [-1.0, -2.0], [1.0, 2.0])
    assert "None" in reason(close(), None, 1.0)
    assert "None" in reason(close(), [1.0, None], [1.0, 2.0])
    assert "True or False" in reason(close(), True, 1.0)
    assert reason(close(), [1.0, 2.0, 9.0], [1.0, 2.0, 3.0]) == "1 of 3 values differ"
    with in_language("fr"):
        assert reason(close(), [1.0, 2.0, 9.0], [1.0, 2.0, 3.0]) == "1 sur 3 valeurs diffèrent"


def test_reasons_quote_neither_answer_nor_expected_value():
    for judge in (close(), equal(), within(4000, 5000)):
        text = reason(judge, [7331.0, 1.0], [4242.0, 4243.0])
        assert "7331" not in text
        assert "424" not in text
        assert "4000" not in text


def test_equal_compares_integers_strings_and_booleans():
    assert passed(equal(), [1, 2], np.array([1, 2]))
    assert passed(equal(), [1.0, 2.0], [1, 2])
    assert passed(equal(), ["a", 3, True], ["a", 3, True])
    assert passed(equal(), {"a": "x"}, {"a": "x"})
    assert not passed(equal(), "A", "a")
    assert not passed(equal(), 1, True)
    assert not passed(equal(), True, 1)
    assert not passed(equal(), [1.5, 2], [1, 2])
    assert not passed(equal(), "1", 1)
    assert not passed(equal(), None, "a")


Q = np.array([[0.0, 1.0, 1.0], [2.0, 0.0, 1.0]])


@pytest.mark.parametrize("actions", [[1, 0], [2, 0], np.array([1.0, 0.0])])
def test_best_actions_takes_any_tie(actions):
    assert passed(best_actions(), actions, Q)


@pytest.mark.parametrize(
    "actions", [[0, 0], [1, 1], [1], [1, 3], [1, -1], [1, 0.5], [1, None], None]
)
def test_best_actions_rejects_worse_and_invalid_ones(actions):
    assert not passed(best_actions(), actions, Q)
    assert not passed(best_actions(), {"actions": [1, 0], "q": Q}, Q)  # a table comes with it


LAKE = ["SFF", "FFF", "FFG"]
RIGHT_THEN_DOWN = [2, 2, 1, 2, 2, 1, 2, 2, 0]


def lake(policy, slippery=False, lake_map=LAKE):
    return {"map": lake_map, "slippery": slippery, "policy": policy}


def test_a_policy_is_judged_by_its_exact_probability():
    assert passed(reaches_goal(at_least=1.0), lake(RIGHT_THEN_DOWN), lake(RIGHT_THEN_DOWN))
    assert not passed(reaches_goal(), lake([0] * 9), lake(RIGHT_THEN_DOWN))
    assert "never" in reason(reaches_goal(), lake([0] * 9), lake(RIGHT_THEN_DOWN))
    slippery = lake(RIGHT_THEN_DOWN, slippery=True)
    assert passed(reaches_goal(at_least=0.9), slippery, slippery)
    assert "rarely" in reason(reaches_goal(at_least=0.9, steps=5), slippery, slippery)


def test_the_map_is_the_references_not_the_students():
    easy = lake([2, 0], lake_map=["SG"])
    assert not passed(reaches_goal(), easy, lake(RIGHT_THEN_DOWN))


def test_what_a_policy_says_where_play_has_ended_does_not_matter():
    for odd in (-1, None, 99):
        assert passed(reaches_goal(), lake([*RIGHT_THEN_DOWN[:8], odd]), lake(RIGHT_THEN_DOWN))


@pytest.mark.parametrize(
    "policy",
    [None, [], [2] * 8, [4] * 9, [-1] * 9, [0.5] * 9, [None] * 9, "right", [[2] * 9], [True] * 9],
)
def test_an_invalid_policy_fails_with_a_reason(policy):
    assert reason(reaches_goal(at_least=0), lake(policy), lake(RIGHT_THEN_DOWN))
    assert reason(as_good_as_reference(), lake(policy), lake(RIGHT_THEN_DOWN))


def test_as_good_as_the_reference_less_the_tolerance():
    poor = lake([1, 1, 1, 1, 1, 1, 2, 2, 0], slippery=True)
    good = lake(RIGHT_THEN_DOWN, slippery=True)
    judge = as_good_as_reference(tolerance=0.001, steps=8)
    assert passed(judge, good, good)
    assert not passed(judge, lake([0] * 9, slippery=True), good)
    assert passed(as_good_as_reference(tolerance=1.0), poor, good)


def test_counts_that_chance_explains_pass_and_others_do_not():
    rng = np.random.default_rng(1)
    p = [0.7, 0.1, 0.1, 0.1]
    drawn = rng.multinomial(1000, p)
    reference = rng.multinomial(1000, p)
    assert passed(drawn_from(p), drawn, reference)
    assert not passed(drawn_from(p), [250, 250, 250, 250], reference)
    assert not passed(drawn_from(p), [1000, 0, 0, 0], reference)
    assert not passed(drawn_from(p), 2 * drawn, reference)
    assert not passed(drawn_from(p), [1001, 0, -1, 0], reference)
    rows = np.stack([drawn, reference])
    assert passed(drawn_from(p), rows.tolist(), rows)
    assert passed(drawn_from([1.0, 0.0]), [50, 0], [50, 0])
    assert not passed(drawn_from([1.0, 0.0]), [49, 1], [50, 0])


def test_counts_are_held_to_probabilities_that_come_from_the_reference():
    wanted = {"draws": 50, "probabilities": [[0.5, 0.5], [1.0, 0.0]]}
    assert passed(drawn_from(), [[20, 30], [50, 0]], wanted)
    assert not passed(drawn_from(), [[20, 30], [49, 1]], wanted)
    assert not passed(drawn_from(), [[2, 3], [5, 0]], wanted)
    assert not passed(drawn_from(), [20, 30], wanted)
    assert not passed(drawn_from(), {"counts": [[20, 30], [50, 0]]}, wanted)
    assert passed(drawn_from(), [[3, 2], [1, 0]], wanted | {"draws": [5, 1]})


def test_the_binomial_range_is_five_standard_deviations_where_counts_are_large():
    low, high = binomial_range(np.array([10_000]), np.array([0.5]), 5)
    assert abs(low[0] - (5000 - 250)) <= 2
    assert abs(high[0] - (5000 + 250)) <= 2


def test_the_binomial_range_leaves_out_no_more_than_it_says():
    # 20 draws with p = 0.5 by hand: P(0) = 2^-20 = 9.5e-7 is more than the tail of 5 sigmas, 2.9e-7
    low, high = binomial_range(np.array([20, 40]), np.array([0.5, 0.5]), 5)
    assert (low[0], high[0]) == (0, 20)
    # 40 draws: P(<=3) = 9.7e-9, P(<=4) = 9.3e-8, P(<=5) = 6.9e-7
    assert (low[1], high[1]) == (5, 35)


def test_within_wants_every_number_in_the_interval():
    assert passed(within(0, 1), [0.0, 0.5, 1.0], [0.1, 0.2, 0.3])
    assert not passed(within(0, 1), [0.0, 1.5], [0.1, 0.2])
    assert not passed(within(0, 1), [], [])
    assert not passed(within(0, 1), [0.5], [0.1, 0.2])
    assert not passed(within(0, 1), "0.5", 0.5)


def test_a_wrong_choice_is_told_its_own_hint():
    judge = choices(hints={"a": "hint for a", "c": "hint for c"})
    assert passed(judge, " B ", "b")
    assert reason(judge, "c", "b") == "hint for c"
    assert reason(judge, "A", "b") == "hint for a"
    assert "letters" in reason(judge, "z", "b")
    assert "letter" in reason(judge, ["b"], "b")


def test_a_function_serves_as_a_judge():
    assert passed(lambda got, wanted: np.bool_(got > wanted), 2, 1)
    assert reason(lambda got, wanted: False, 2, 1)
