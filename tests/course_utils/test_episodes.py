"""The loops: what they record, whom they tell, what they refuse."""

import sys

import gymnasium as gym
import numpy as np
import pytest
from tabular_agents import QLearning

from autograder.kernel import Kernel
from course_utils.agents import Agent, RandomAgent
from course_utils.episodes import evaluate, progress_is_seen, run_episode, train, train_seeds
from course_utils.lakes import DOWN, LEFT, RIGHT, SMALL_LAKE, make_lake

# right, right, down, down: along the edge of SMALL_LAKE to its goal
PATH = {0: RIGHT, 1: RIGHT, 2: DOWN, 5: DOWN}


class Diary(Agent):
    """Plays a policy and writes down what it is told."""

    def __init__(self, policy):
        self.policy, self.told, self.modes, self.starts = policy, [], [], 0

    def start_episode(self):
        self.starts += 1

    def act(self, obs):
        self.modes.append(self.training)
        return self.policy(obs)

    def learn(self, *transition):
        self.told.append(transition)


def same(record, other) -> bool:
    pairs = zip(record.to_frame().values(), other.to_frame().values(), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


# One episode


def test_an_episode_holds_every_step():
    episode = run_episode(make_lake(SMALL_LAKE), PATH.get, seed=7)
    assert episode.obs == [0, 1, 2, 5, 8]
    assert episode.actions == [RIGHT, RIGHT, DOWN, DOWN]
    assert episode.rewards == [0, 0, 0, 1]
    assert (episode.terminated, episode.truncated) == (True, False)
    assert (episode.length, episode.episodic_return, episode.seed) == (4, 1.0, 7)
    assert episode.frames == []


def test_a_frame_a_step_and_one_of_the_start():
    episode = run_episode(make_lake(SMALL_LAKE), PATH.get, render=True)
    assert len(episode.frames) == len(episode.obs) == 5
    assert all(f.dtype == np.uint8 and f.shape[2] == 3 for f in episode.frames)
    assert not np.array_equal(episode.frames[0], episode.frames[-1])


def test_the_same_seed_gives_the_same_slips():
    def slides(seed):
        return run_episode(make_lake(SMALL_LAKE, slippery=True), lambda s: RIGHT, seed=seed).obs

    assert slides(1) == slides(1)
    assert len({tuple(slides(seed)) for seed in range(10)}) > 1


def test_one_episode_is_told_to_the_agent_only_if_asked():
    agent = Diary(PATH.get)
    run_episode(make_lake(SMALL_LAKE), agent)
    assert agent.told == []
    assert agent.starts == 1
    run_episode(make_lake(SMALL_LAKE), agent, learn=True)
    assert agent.told == [
        (0, RIGHT, 0, 1, False),
        (1, RIGHT, 0, 2, False),
        (2, DOWN, 0, 5, False),
        (5, DOWN, 1, 8, True),
    ]


# Training and evaluation


def test_the_record_has_an_entry_an_episode():
    record = train(make_lake(SMALL_LAKE, max_steps=6), Diary(PATH.get), episodes=3, seed=40)
    assert record.returns.tolist() == [1, 1, 1]
    assert record.lengths.tolist() == [4, 4, 4]
    assert record.terminated.tolist() == [True] * 3
    assert record.seeds.tolist() == [40, 41, 42]
    assert len(record) == 3
    assert record.mean_return == 1.0
    assert list(record.to_frame()) == ["episode", "return", "length", "terminated", "seed"]
    assert record.to_frame()["episode"].tolist() == [0, 1, 2]
    assert repr(record) == "Record(3 episodes, mean return 1.000, mean length 4.0)"
    dtypes = [column.dtype for column in (record.returns, record.lengths, record.terminated)]
    assert dtypes == [np.float64, np.int64, bool]


def test_learning_hears_of_terminal_states_but_not_of_time_limits():
    agent = Diary(lambda obs: LEFT)  # against the wall until the time limit
    record = train(make_lake(SMALL_LAKE, max_steps=3), agent, episodes=2)
    assert agent.told == [(0, LEFT, 0, 0, False)] * 6
    assert record.terminated.tolist() == [False, False]
    agent = Diary(PATH.get)
    # the fourth step reaches the goal and the limit at once: terminal it is
    train(make_lake(SMALL_LAKE, max_steps=4), agent, episodes=1)
    assert [terminated for *_, terminated in agent.told] == [False, False, False, True]


def test_evaluation_neither_learns_nor_explores_and_training_does_both():
    agent = Diary(PATH.get)
    evaluate(make_lake(SMALL_LAKE), agent, episodes=2)
    assert agent.told == []
    assert set(agent.modes) == {False}
    assert agent.training
    agent.modes.clear()
    agent.training = False
    train(make_lake(SMALL_LAKE), agent, episodes=1)
    assert set(agent.modes) == {True}
    assert not agent.training  # as it was before
    assert len(agent.told) == 4


def test_an_error_leaves_the_training_switch_as_it_was():
    def falters(obs):
        raise ZeroDivisionError

    agent = Diary(falters)
    with pytest.raises(ZeroDivisionError):
        evaluate(make_lake(SMALL_LAKE), agent, episodes=1)
    assert agent.training


def test_start_episode_is_called_at_each_reset():
    agent = Diary(PATH.get)
    train(make_lake(SMALL_LAKE), agent, episodes=3)
    evaluate(make_lake(SMALL_LAKE), agent, episodes=2)
    run_episode(make_lake(SMALL_LAKE), agent)
    assert agent.starts == 6


def test_equal_seeds_and_agents_give_equal_records():
    def learns(seed, agent_seed=0):
        agent = QLearning(9, 4, seed=agent_seed)
        return train(make_lake(SMALL_LAKE, slippery=True), agent, episodes=30, seed=seed), agent.q

    (record, q), (again, q_again) = learns(5), learns(5)
    assert same(record, again)
    np.testing.assert_array_equal(q, q_again)
    assert not same(record, learns(6)[0])
    assert not same(record, learns(5, agent_seed=1)[0])


def test_evaluation_uses_seeds_that_training_does_not():
    env = make_lake(SMALL_LAKE)
    assert evaluate(env, PATH.get, episodes=2).seeds.tolist() == [10_000, 10_001]
    assert train(env, Diary(PATH.get), episodes=2).seeds.tolist() == [0, 1]


def test_the_global_generator_is_left_alone():
    np.random.seed(0)
    before = np.random.get_state()[1].tolist()
    train(make_lake(SMALL_LAKE, slippery=True), RandomAgent(4), episodes=5)
    assert np.random.get_state()[1].tolist() == before


def test_a_policy_function_can_be_evaluated():
    assert evaluate(make_lake(SMALL_LAKE), PATH.get, episodes=2).mean_return == 1.0


def test_a_numpy_integer_is_an_action():
    policy = np.array([PATH.get(s, LEFT) for s in range(9)])
    assert evaluate(make_lake(SMALL_LAKE), lambda s: policy[s], episodes=1).mean_return == 1.0


# Several seeds


def test_a_new_agent_and_environment_a_seed():
    made = []

    def make_agent(seed):
        made.append(seed)
        return QLearning(9, 4, seed=seed)

    def make_env():
        return make_lake(SMALL_LAKE, slippery=True)

    returns, agents = train_seeds(make_env, make_agent, episodes=8, seeds=3)
    assert returns.shape == (3, 8)
    assert made == [0, 1, 2]
    assert len({id(agent) for agent in agents}) == 3
    # seed 2 on its own gives what it gave among others
    alone, _ = train_seeds(make_env, make_agent, episodes=8, seeds=[2])
    np.testing.assert_array_equal(alone[0], returns[2])


def test_no_two_agents_share_an_episode(monkeypatch):
    reset_with = []

    class Notes(gym.Wrapper):
        def reset(self, *, seed=None, options=None):
            reset_with.append(seed)
            return super().reset(seed=seed, options=options)

    train_seeds(
        lambda: Notes(make_lake(SMALL_LAKE)), lambda s: Diary(PATH.get), episodes=4, seeds=3
    )
    assert len(set(reset_with)) == 12


# Progress bars


@pytest.fixture
def bare(monkeypatch):
    for name in ("CI", "COURSE_PROGRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delitem(sys.modules, "ipykernel.kernelapp", raising=False)
    return monkeypatch


def bar_of(capsys, **options) -> tuple[str, str]:
    train(make_lake(SMALL_LAKE), Diary(PATH.get), episodes=3, **options)
    shown = capsys.readouterr()
    return shown.out, shown.err


def test_no_bar_in_ci(bare, capsys):
    bare.setenv("CI", "true")
    bare.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert not progress_is_seen()
    assert bar_of(capsys) == ("", "")


def test_no_bar_where_nobody_looks(bare, capsys):
    assert bar_of(capsys) == ("", "")


def test_in_a_kernel_a_bar_is_seen_and_in_a_program_that_starts_one_it_is_not(bare):
    code = "from course_utils.episodes import progress_is_seen"
    with Kernel() as kernel:
        reply = kernel.run(code, seconds=60, expressions={"seen": "progress_is_seen()"})
    assert reply.expressions["seen"]["data"]["text/plain"] == "True"
    assert "ipykernel" in sys.modules
    assert not progress_is_seen()


def test_a_bar_on_a_terminal(bare):
    bare.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert progress_is_seen()


def test_course_progress_decides_even_in_ci(bare, capsys):
    bare.setenv("CI", "true")
    bare.setenv("COURSE_PROGRESS", "1")
    out, err = bar_of(capsys)
    assert "3" in out  # on stdout: what is on stderr looks like an error
    assert err == ""
    bare.setenv("COURSE_PROGRESS", "0")
    assert bar_of(capsys) == ("", "")


def test_the_caller_decides_before_the_environment(bare, capsys):
    bare.setenv("COURSE_PROGRESS", "1")
    assert bar_of(capsys, progress=False) == ("", "")
    bare.setenv("COURSE_PROGRESS", "0")
    assert bar_of(capsys, progress=True)[0] != ""


# Bad input


LOOPS = {
    "run_episode": lambda env, player: run_episode(env, player),
    "train": lambda env, player: train(env, player, episodes=1),
    "evaluate": lambda env, player: evaluate(env, player, episodes=1),
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize(
    ("action", "error", "message"),
    [
        (None, TypeError, r"act\(0\) returned None.*from 0 to 3; is a `return` missing\?"),
        (1.0, TypeError, r"act\(0\) returned 1.0 \(float\): an action is an int from 0 to 3"),
        (True, TypeError, r"act\(0\) returned True \(bool\)"),
        ("left", TypeError, r"act\(0\) returned 'left' \(str\)"),
        (4, ValueError, r"act\(0\) returned 4: an action is an int from 0 to 3"),
        (-1, ValueError, r"act\(0\) returned -1"),
        (np.int64(9), ValueError, r"act\(0\) returned 9"),
    ],
)
def test_what_is_no_action_is_named(loop, action, error, message):
    with pytest.raises(error, match=message):
        LOOPS[loop](make_lake(SMALL_LAKE), lambda obs: action)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_class_is_not_an_agent(loop):
    with pytest.raises(TypeError, match=r"RandomAgent is a class: make an agent of it first"):
        LOOPS[loop](make_lake(SMALL_LAKE), RandomAgent)


@pytest.mark.parametrize("loop", LOOPS)
def test_an_agent_without_act(loop):
    class Idle(Agent):
        pass

    with pytest.raises(NotImplementedError, match="Idle has no method act"):
        LOOPS[loop](make_lake(SMALL_LAKE), Idle())


@pytest.mark.parametrize("loop", LOOPS)
def test_an_agent_that_is_not_derived_from_agent(loop):
    class Loner:
        def act(self, obs):
            return 0

    with pytest.raises(TypeError, match=r"Loner has no method learn.*class Loner\(Agent\)"):
        LOOPS[loop](make_lake(SMALL_LAKE), Loner())


@pytest.mark.parametrize("loop", LOOPS)
def test_a_number_is_not_a_player(loop):
    with pytest.raises(TypeError, match=r"wanted an agent.*or a policy function; got int"):
        LOOPS[loop](make_lake(SMALL_LAKE), 3)


@pytest.mark.parametrize("episodes", [0, -1, 2.0, True, None])
def test_zero_episodes(episodes):
    with pytest.raises(ValueError, match="whole number of at least 1; got"):
        train(make_lake(SMALL_LAKE), RandomAgent(4), episodes=episodes)
    with pytest.raises(ValueError, match="whole number of at least 1; got"):
        evaluate(make_lake(SMALL_LAKE), RandomAgent(4), episodes=episodes)


def test_zero_seeds():
    with pytest.raises(ValueError, match="0 seeds"):
        train_seeds(lambda: make_lake(SMALL_LAKE), RandomAgent, episodes=1, seeds=0)


def test_no_pictures_without_rgb_array():
    env = gym.make("FrozenLake-v1", render_mode="ansi")
    with pytest.raises(ValueError, match=r'render_mode="rgb_array".*returned str'):
        run_episode(env, RandomAgent(4), render=True)
    with (
        pytest.warns(UserWarning, match="render"),
        pytest.raises(ValueError, match='render_mode="rgb_array"'),
    ):
        run_episode(gym.make("FrozenLake-v1"), RandomAgent(4), render=True)


def test_actions_are_discrete():
    with pytest.raises(ValueError, match="need a Discrete action space; this one is Box"):
        run_episode(gym.make("Pendulum-v1"), lambda obs: 0)
