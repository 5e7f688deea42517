"""The agents, and random_argmax."""

import gymnasium as gym
import numpy as np
import pytest

from course_utils.agents import (
    Agent,
    PolicyAgent,
    RandomAgent,
    n_states_and_actions,
    random_argmax,
)
from course_utils.lakes import SMALL_LAKE, make_lake


def test_an_agent_without_act_says_what_to_write():
    class Mine(Agent):
        pass

    with pytest.raises(NotImplementedError, match=r"Mine has no method act\(self, obs\)"):
        Mine().act(0)


def test_a_plain_agent_learns_nothing_and_forgets_nothing():
    agent = Agent()
    assert agent.training
    assert agent.learn(0, 1, 1.0, 2, False) is None
    assert agent.start_episode() is None


def plays(n_actions: int, times: int, seed: int = 0) -> list[int]:
    agent = RandomAgent(n_actions, seed=seed)
    return [agent.act(None) for _ in range(times)]


def test_a_random_agent_plays_every_action_equally_often():
    counts = np.bincount(plays(4, 8000), minlength=4)
    # 2000 each; standard deviation sqrt(8000 * 1/4 * 3/4) = 39
    assert np.abs(counts - 2000).max() < 5 * 39


def test_a_random_agent_repeats_itself_with_the_same_seed_only():
    assert plays(4, 50, seed=3) == plays(4, 50, seed=3)
    assert plays(4, 50, seed=3) != plays(4, 50, seed=4)
    assert type(plays(4, 1)[0]) is int


@pytest.mark.parametrize("policy", [lambda obs: obs + 1, [1, 2, 3], np.array([1, 2, 3]), (1, 2, 3)])
def test_a_policy_agent_plays_a_function_or_a_table(policy):
    agent = PolicyAgent(policy)
    assert [agent.act(obs) for obs in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("kind", [list, np.array])
def test_random_argmax_finds_the_largest(kind):
    rng = np.random.default_rng(0)
    assert random_argmax(kind([-3.0, -1.0, -2.0]), rng) == 1
    assert type(random_argmax(kind([-3.0, -1.0, -2.0]), rng)) is int


def test_random_argmax_draws_only_among_ties_and_all_of_them_equally_often():
    rng = np.random.default_rng(0)
    values = np.array([2.0, 5.0, 5.0, 1.0, 5.0])
    counts = np.bincount([random_argmax(values, rng) for _ in range(9000)], minlength=5)
    assert counts[[0, 3]].tolist() == [0, 0]
    # 3000 each; standard deviation sqrt(9000 * 1/3 * 2/3) = 45
    assert np.abs(counts[[1, 2, 4]] - 3000).max() < 5 * 45


def test_random_argmax_leaves_the_generator_alone_without_a_tie():
    rng, same = np.random.default_rng(0), np.random.default_rng(0)
    random_argmax(np.array([1.0, 2.0]), rng)
    assert rng.random() == same.random()


def test_random_argmax_takes_infinite_values_but_no_nan():
    rng = np.random.default_rng(0)
    assert random_argmax(np.array([1.0, np.inf]), rng) == 1  # untried actions, as UCB has them
    assert random_argmax(np.array([-np.inf, np.inf]), rng) == 1
    for place in range(3):
        values = np.array([1.0, 2.0, 3.0])
        values[place] = np.nan
        with pytest.raises(ValueError, match="there is a NaN"):
            random_argmax(values, rng)


def test_the_sizes_of_a_table():
    assert n_states_and_actions(make_lake(SMALL_LAKE)) == (9, 4)
    with pytest.raises(ValueError, match="a table needs a Discrete observation space"):
        n_states_and_actions(gym.make("CartPole-v1"))
