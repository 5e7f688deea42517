"""Exact values and probabilities, on numbers worked by hand."""

import numpy as np
import pytest

from course_utils.episodes import evaluate
from course_utils.exact import (
    as_action,
    best_success_probability,
    model_arrays,
    policy_table,
    policy_value,
    success_probability,
)
from course_utils.lakes import (
    FIRST_LAKE,
    LEFT,
    RIGHT,
    SMALL_LAKE,
    make_lake,
    model_of,
    random_model,
)

# Two states, two actions. In state 0 action 0 tries: with 1/4 it wins 1 and the episode ends,
# else (3/4) it stays; action 1 goes to state 1, earning 2. There action 0 ends with -1, 1 stays.
TRY = {
    0: {0: [(0.25, 1, 1.0, True), (0.75, 0, 0.0, False)], 1: [(1.0, 1, 2.0, False)]},
    1: {0: [(1.0, 0, -1.0, True)], 1: [(1.0, 1, 0.0, False)]},
}


def test_the_model_as_arrays_leaves_out_what_ends_the_episode():
    transition, reward = model_arrays(TRY)
    assert transition.tolist() == [[[0.75, 0], [0, 1]], [[0, 0], [0, 1]]]
    assert reward.tolist() == [[0.25, 2], [-1, 0]]


def test_outcomes_to_the_same_state_are_added_up():
    P = {0: {0: [(0.5, 0, 1.0, False), (0.25, 0, 2.0, False), (0.25, 0, 4.0, True)]}}
    transition, reward = model_arrays(P)
    assert transition.tolist() == [[[0.75]]]
    assert reward.tolist() == [[2.0]]


def test_values_by_hand():
    # trying for ever: v = 1/4 + gamma 3/4 v
    assert policy_value(TRY, [0, 0], 1.0) == pytest.approx([1.0, -1.0])
    assert policy_value(TRY, [0, 0], 0.8) == pytest.approx([0.25 / 0.4, -1.0])
    # changing over: 2 + gamma * -1
    assert policy_value(TRY, [1, 0], 0.8) == pytest.approx([1.2, -1.0])
    # tossing a coin in state 0: v = (1/4 + gamma 3/4 v) / 2 + (2 + gamma * -1) / 2
    halves = np.array([[0.5, 0.5], [1.0, 0.0]])
    assert policy_value(TRY, halves, 0.8) == pytest.approx([(0.125 + 0.6) / (1 - 0.3), -1.0])


def test_a_function_a_table_and_probabilities_are_the_same_policy():
    for policy in ([1, 0], np.array([1, 0]), np.array([[0.0, 1], [1, 0]]), lambda s: 1 - s):
        assert policy_table(policy, 2, 2).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("seed", range(3))
def test_values_solve_the_bellman_equation_of_random_models(seed):
    rng = np.random.default_rng(seed)
    P = random_model(rng)
    policy = rng.dirichlet(np.ones(3), size=6)
    v = policy_value(P, policy, 0.9)
    for s in P:
        backed_up = sum(
            policy[s, a] * p * (r + (0 if end else 0.9 * v[t]))
            for a in P[s]
            for p, t, r, end in P[s][a]
        )
        assert backed_up == pytest.approx(v[s])


def test_a_policy_that_plays_for_ever_has_no_value_without_discount():
    with pytest.raises(ValueError, match=r"gamma = 1.0 .* can play on for ever. Use a gamma below"):
        policy_value(TRY, [1, 1], 1.0)
    assert policy_value(TRY, [1, 1], 0.5) == pytest.approx([2.0, 0.0])


def test_success_within_some_steps_by_hand():
    # one try wins with 1/4, two with 1 - (3/4)^2
    assert success_probability(TRY, [0, 0], steps=1) == pytest.approx(1 / 4)
    assert success_probability(TRY, [0, 0], steps=2) == pytest.approx(7 / 16)
    assert success_probability(TRY, [0, 0], steps=0) == 0
    # the reward of 2 does not end the episode, the end in state 1 earns nothing good
    assert success_probability(TRY, [1, 0], steps=9) == 0
    assert success_probability(TRY, [0, 0], steps=9, start=1) == 0
    assert best_success_probability(TRY, steps=2) == pytest.approx(7 / 16)
    assert best_success_probability(TRY, steps=2, start=1) == 0


def test_success_needs_as_many_steps_as_the_way_is_long():
    P = model_of(make_lake(SMALL_LAKE))
    policy = [RIGHT, RIGHT, 1, 0, 0, 1, 0, 0, 0]
    assert success_probability(P, policy, steps=3) == 0
    assert success_probability(P, policy, steps=4) == 1
    assert best_success_probability(P, steps=3) == 0
    assert best_success_probability(P, steps=4) == 1


def test_the_best_looks_at_the_clock():
    # one step left: only the risky action can still win; two left: the sure way takes two steps
    P = {
        0: {0: [(0.5, 2, 1.0, True), (0.5, 2, 0.0, True)], 1: [(1.0, 1, 0.0, False)]},
        1: {0: [(1.0, 2, 1.0, True)], 1: [(1.0, 2, 1.0, True)]},
        2: {0: [(1.0, 2, 0.0, True)], 1: [(1.0, 2, 0.0, True)]},
    }
    assert best_success_probability(P, steps=1) == 0.5
    assert best_success_probability(P, steps=2) == 1.0


def test_exact_and_sampled_agree():
    env = make_lake(FIRST_LAKE, slippery=True)
    policy = [0, 3, 3, 3, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 1, 0]
    exact = success_probability(model_of(env), policy)
    sampled = evaluate(env, lambda s: policy[s], episodes=1000).mean_return
    assert abs(sampled - exact) < 5 * (exact * (1 - exact) / 1000) ** 0.5


def test_no_policy_beats_the_best():
    P = model_of(make_lake(FIRST_LAKE, slippery=True))
    best = best_success_probability(P)
    rng = np.random.default_rng(0)
    for _ in range(50):
        assert success_probability(P, rng.integers(4, size=16)) <= best + 1e-12


# Bad input


@pytest.mark.parametrize(
    ("action", "error", "message"),
    [
        (None, TypeError, r"policy\(3\) returned None.*is a `return` missing\?"),
        (2.0, TypeError, r"policy\(3\) returned 2.0 \(float\): an action is an int from 0 to 3"),
        (np.float64(2), TypeError, "float64"),
        (True, TypeError, "bool"),
        (np.True_, TypeError, "bool"),
        ([1], TypeError, "list"),
        (np.array([1]), TypeError, "ndarray"),
        (4, ValueError, r"policy\(3\) returned 4: an action is an int from 0 to 3"),
        (-1, ValueError, "returned -1"),
    ],
)
def test_what_is_no_action_is_named(action, error, message):
    with pytest.raises(error, match=message):
        as_action(action, 4, where="policy(3)")


@pytest.mark.parametrize("action", [2, np.int64(2), np.uint8(2), np.array(2)])
def test_integers_of_all_kinds_are_actions(action):
    assert as_action(action, 4, where="policy(3)") == 2
    assert type(as_action(action, 4, where="policy(3)")) is int


@pytest.mark.parametrize(
    ("policy", "error", "message"),
    [
        (lambda s: None, TypeError, r"policy\(0\) returned None"),
        (lambda s: 0.5, TypeError, r"policy\(0\) returned 0.5"),
        (lambda s: 2, ValueError, r"policy\(0\) returned 2: an action is an int from 0 to 1"),
        ([0, 7], ValueError, r"policy\[1\] returned 7"),
        ([0.0, 1.0], TypeError, r"policy\[0\] returned .*0.0"),
        ([0, 0, 0], ValueError, r"shape \(2,\).*or \(2, 2\).*got shape \(3,\)"),
        ([[0.5, 0.6], [0, 1]], ValueError, "at least 0 and add up to 1"),
        ([[-0.5, 1.5], [0, 1]], ValueError, "at least 0 and add up to 1"),
        ([[np.nan, 1], [0, 1]], ValueError, "at least 0 and add up to 1"),
    ],
)
def test_a_wrong_policy_is_named(policy, error, message):
    for evaluation in (
        lambda: policy_value(TRY, policy, 0.9),
        lambda: success_probability(TRY, policy),
    ):
        with pytest.raises(error, match=message):
            evaluation()


def test_a_policy_of_lefts_never_succeeds():
    assert success_probability(model_of(make_lake(SMALL_LAKE)), [LEFT] * 9) == 0
