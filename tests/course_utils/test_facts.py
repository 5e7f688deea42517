"""What the chapters state as fact, held by exact numbers or by many seeds."""

from collections import Counter

import gymnasium as gym
import numpy as np
import pytest
from tabular_agents import QLearning, Sarsa

from course_utils.episodes import run_episode, train, train_seeds
from course_utils.exact import best_success_probability, success_probability
from course_utils.lakes import CLIFF_WALKING, FIRST_LAKE, SAFE_LAKE, make_lake, model_of

SEEDS = 50

# The best tables, an arrow a state, row by row; "." where nobody plays. On ice each action slips
# to both sides as often as it does what it says, so safety is to push against the wall.
BEST_ON_FIRST = "<^^^ <.<. ^v<. .>v."
BEST_ON_SAFE = "^>>> ^^>v ..>v ..>."


def actions(arrows: str) -> list[int]:
    return [max(0, "<v>^".find(arrow)) for arrow in arrows.replace(" ", "")]


def test_the_best_possible_on_the_slippery_first_lake_within_100_steps():
    P = model_of(make_lake(FIRST_LAKE, slippery=True))
    assert best_success_probability(P, steps=100) == pytest.approx(0.7442, abs=5e-5)
    # that needs an eye on the clock: near the end it pays to risk more. Of the 4**11 tables
    # with one action a state the best, found by trying all, has 0.7402
    assert success_probability(P, actions(BEST_ON_FIRST)) == pytest.approx(0.7402, abs=5e-5)
    # with time enough no clock is needed
    best = best_success_probability(P, steps=2000)
    assert success_probability(P, actions(BEST_ON_FIRST), steps=2000) == pytest.approx(best)


def test_the_best_possible_on_the_slippery_safe_lake_within_100_steps():
    P = model_of(make_lake(SAFE_LAKE, slippery=True))
    assert best_success_probability(P, steps=100) == pytest.approx(0.99986, abs=5e-6)
    assert success_probability(P, actions(BEST_ON_SAFE)) == pytest.approx(0.99986, abs=5e-6)


def test_cliffwalking_has_no_time_limit_and_falling_does_not_end_it():
    env = gym.make("CliffWalking-v1")
    assert env.spec.max_episode_steps is None
    start, right = 36, 1
    assert env.reset(seed=0)[0] == start
    assert env.step(right)[:4] == (start, -100, False, False)
    assert "".join(CLIFF_WALKING)[start] == "S"
    # the map says of every state what the environment does there
    P = model_of(env)
    for state, cell in enumerate("".join(CLIFF_WALKING)):
        leads_here = {
            (r, end, t) for s in P for a in P[s] for _, t, r, end in P[s][a] if t == state
        }
        if cell == "H":
            assert not leads_here  # one is back at the start at once
        if cell == "G":
            assert all(end for _, end, _ in leads_here)


@pytest.fixture(scope="module")
def cliff_walking():
    """Example 6.6 of Sutton & Barto (2018): alpha 0.5, gamma 1, epsilon 0.1, 500 episodes."""

    def learned(agent):
        return train_seeds(
            lambda: gym.make("CliffWalking-v1"),
            lambda seed: agent(48, 4, alpha=0.5, gamma=1.0, epsilon=0.1, seed=seed),
            episodes=500,
            seeds=SEEDS,
        )

    return {agent.__name__: learned(agent) for agent in (QLearning, Sarsa)}


@pytest.mark.slow
def test_online_q_learning_falls_more_often_than_sarsa(cliff_walking):
    # Each run's mean over its last 100 episodes; means over 50 runs measured as -48.2 (standard
    # error 1.1) and -26.2 (0.6), as in the figure of example 6.6. The intervals are five
    # standard errors to each side, so another random number generator passes too.
    last = {name: returns[:, -100:].mean(axis=1) for name, (returns, _) in cliff_walking.items()}
    error = {name: runs.std(ddof=1) / SEEDS**0.5 for name, runs in last.items()}
    assert abs(last["QLearning"].mean() - -48.2) < 5 * 1.1
    assert abs(last["Sarsa"].mean() - -26.2) < 5 * 0.6
    gap = last["Sarsa"].mean() - last["QLearning"].mean()
    assert gap > 5 * np.hypot(error["QLearning"], error["Sarsa"])


def greedy_paths(agents) -> Counter:
    """Count the greedy paths: how long, and whether along the edge of the cliff (states 25 to 34).

    None stands for the length of a path that does not arrive.
    """
    paths: Counter = Counter()
    for agent in agents:
        agent.training = False
        env = gym.make("CliffWalking-v1", max_episode_steps=100)
        episode = run_episode(env, agent, seed=0)
        agent.training = True
        length = episode.length if episode.terminated else None
        paths[length, not set(episode.obs).isdisjoint(range(25, 35))] += 1
    return paths


@pytest.mark.slow
def test_greedy_q_learning_walks_along_the_edge_and_sarsa_keeps_away(cliff_walking):
    # every run of Q-learning has found the shortest path, 13 steps along the edge
    assert greedy_paths(cliff_walking["QLearning"][1]) == {(13, True): SEEDS}
    # Runs of SARSA differ. When measured, 34 of 50 took 17 steps away from the edge, 9 a longer
    # way or one that touches it, and 7 never arrived: the greedy policy had a loop, for the
    # values are those of a walker who explores. So: by majority of the runs.
    sarsa = greedy_paths(cliff_walking["Sarsa"][1])
    assert sarsa.most_common(1)[0][0] == (17, False)
    assert sarsa[17, False] > SEEDS / 2
    assert not any(length is not None and length < 15 for length, _ in sarsa)


class Corridor(gym.Env):
    """One state and one action: each step earns 1; it terminates after `ends` steps, if ever."""

    observation_space = gym.spaces.Discrete(2)
    action_space = gym.spaces.Discrete(1)

    def __init__(self, ends: bool):
        self.ends = ends

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return 0, {}

    def step(self, action):
        return 1, 1.0, self.ends, not self.ends, {}


@pytest.mark.parametrize(("ends", "learned"), [(True, 0.5), (False, 0.5 * (1 + 0.9 * 10))])
def test_a_time_limit_is_not_a_terminal_state(ends, learned):
    # one update with alpha 0.5, gamma 0.9, where the next state is worth 10:
    # terminated, the target is 1; stopped by a limit, it is 1 + 0.9 * 10
    agent = QLearning(2, 1, alpha=0.5, gamma=0.9, epsilon=0.0)
    agent.q[1] = 10
    record = train(Corridor(ends), agent, episodes=1)
    assert agent.q[0, 0] == pytest.approx(learned)
    assert record.terminated.tolist() == [ends]


def test_a_lake_that_stops_the_clock_leaves_the_future_in_the_target():
    # the same on a lake: two steps of ice, no goal in reach
    agent = QLearning(9, 4, alpha=1.0, gamma=0.9, epsilon=0.0)
    agent.q[:] = 10
    record = train(make_lake(["SFF", "FFF", "FFG"], max_steps=1), agent, episodes=1)
    assert not record.terminated[0]
    assert sorted(set(agent.q.ravel().round(9))) == [9.0, 10.0]  # 0 + 0.9 * 10


def test_first_of_equals_never_leaves_its_corner():
    # why ties are broken at random: on a table of zeros np.argmax is always 0, which is left
    class FirstOfEquals(QLearning):
        def act(self, obs):
            return int(np.argmax(self.q[obs]))

    agent = FirstOfEquals(9, 4)
    train(make_lake(["SFF", "FFF", "FFG"]), agent, episodes=20)
    assert not agent.q.any()
    ties = QLearning(9, 4, epsilon=0.0)
    record = train(make_lake(["SFF", "FFF", "FFG"]), ties, episodes=20)
    assert record.returns.sum() > 0
