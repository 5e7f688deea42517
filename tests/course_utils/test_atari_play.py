"""One game of Atari, kept: what an agent saw and did stands side by side, and can be watched."""

import numpy as np
import pytest

from course_utils import atari_play
from course_utils.atari import make_atari
from course_utils.atari_play import play_game
from course_utils.language import in_language


def by_the_picture(obs):
    """A policy that depends on all it is shown, and on nothing else."""
    return np.array([int(obs.astype(np.int64).sum() // 7) % 4])


@pytest.fixture(scope="module")
def whole_game():
    """A game of Breakout played at random to its end, some two hundred steps: two bricks."""
    return play_game(None, "Breakout", seed=1)


def assert_same(one, other):
    for name in ("obs", "frames"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert one.actions == other.actions
    assert one.rewards == other.rewards
    assert (one.terminated, one.truncated) == (other.terminated, other.truncated)


# What is kept


def test_the_game_can_be_played_again_from_seed_and_actions(whole_game):
    env = make_atari("Breakout", render_mode="rgb_array")
    obs, _ = env.reset(seed=1)
    frame = env.render()
    for step, action in enumerate(whole_game.actions):
        np.testing.assert_array_equal(whole_game.obs[step], obs)
        np.testing.assert_array_equal(whole_game.frames[step], frame)
        obs, reward, terminated, truncated, _ = env.step(action)
        frame = env.render()
        assert whole_game.rewards[step] == reward
        last = step == whole_game.length - 1
        assert (terminated, truncated) == (last, False)
    np.testing.assert_array_equal(whole_game.obs[-1], obs)
    np.testing.assert_array_equal(whole_game.frames[-1], frame)
    env.close()
    assert whole_game.terminated
    assert not whole_game.truncated


def test_obs_frames_actions_and_rewards_stand_side_by_side(whole_game):
    steps = whole_game.length
    assert 100 < steps < 2_000
    assert len(whole_game.rewards) == len(whole_game.actions) == steps
    obs = np.stack(whole_game.obs)
    assert (obs.shape, obs.dtype) == ((steps + 1, 4, 84, 84), np.uint8)
    frames = np.stack(whole_game.frames)
    assert (frames.shape, frames.dtype) == ((steps + 1, 210, 160, 3), np.uint8)
    np.testing.assert_array_equal(obs[1:, :3], obs[:-1, 1:])  # each shows one frame more
    for pictures in (obs, frames):  # copies, not one array many times
        assert len({picture.tobytes() for picture in pictures}) > steps / 2


def test_the_score_is_the_sum_of_the_rewards(whole_game):
    assert whole_game.episodic_return == sum(whole_game.rewards) == 2
    # a brick of 48 pixels disappears with the step that is rewarded for it, and with no other
    wall = np.stack(whole_game.frames)[:, 57:93, 8:152].any(axis=-1).sum(axis=(1, 2))
    gone = wall[:-1] - wall[1:]
    np.testing.assert_array_equal(gone > 40, np.array(whole_game.rewards) == 1)


def test_rewards_are_not_clipped():
    # the invaders of the upper rows are worth up to 30
    episode = play_game("random", "Space Invaders", seed=3, max_steps=250)
    assert max(episode.rewards) > 1
    assert episode.action_names == ("NOOP", "FIRE", "RIGHT", "LEFT", "RIGHTFIRE", "LEFTFIRE")


# Who acts


def test_act_sees_each_obs_alone_and_is_obeyed():
    seen, asked = [], []

    def act(obs):
        seen.append(obs.copy())
        asked.append(int(by_the_picture(obs)[0]))
        return np.array(asked[-1:])

    episode = play_game(act, epsilon=0, seed=5, max_steps=40)
    np.testing.assert_array_equal(np.concatenate(seen), episode.obs[:-1])
    assert seen[0].shape == (1, 4, 84, 84)
    assert episode.actions == asked
    assert len(set(asked)) > 1


def test_epsilon_is_the_share_of_random_actions():
    played = {
        epsilon: play_game(lambda obs: np.array([3]), epsilon=epsilon, seed=2, max_steps=100)
        for epsilon in (0.0, 0.5, 1.0)
    }
    shares = {epsilon: np.mean(np.array(e.actions) != 3) for epsilon, e in played.items()}
    assert shares[0.0] == 0
    assert shares[0.5] == pytest.approx(0.5 * 3 / 4, abs=0.15)  # chance may choose 3 too
    assert shares[1.0] == pytest.approx(3 / 4, abs=0.15)


def test_random_play_takes_every_action_and_has_two_names():
    by_none, by_name = (play_game(act, seed=4, max_steps=60, epsilon=0) for act in (None, "random"))
    assert_same(by_none, by_name)
    assert set(by_none.actions) == {0, 1, 2, 3}


def test_a_tensor_is_an_answer():
    import torch

    episode = play_game(lambda obs: torch.tensor([2]), epsilon=0, max_steps=3)
    assert episode.actions == [2, 2, 2]
    assert all(type(action) is int for action in episode.actions)


# The same game, another game


@pytest.mark.parametrize("sticky", [0.0, 0.25])
def test_a_seed_is_a_game(sticky):
    def play(seed):
        return play_game(by_the_picture, epsilon=0.2, seed=seed, sticky=sticky, max_steps=50)

    first, again, other = play(7), play(7), play(8)
    assert_same(first, again)
    assert first.seed == 7
    assert first.actions != other.actions


def test_sticky_actions_and_the_first_fire_reach_the_game():
    calm, sticky, unfired = (
        play_game(by_the_picture, epsilon=0, seed=1, max_steps=50, **options)
        for options in ({}, {"sticky": 0.9}, {"fire_reset": False})
    )
    assert not np.array_equal(calm.obs[-1], sticky.obs[-1])
    assert not np.array_equal(calm.obs[0], unfired.obs[0])


# Its length


def test_a_game_that_would_not_end_is_cut_off():
    idle = play_game(lambda obs: np.array([0]), epsilon=0, fire_reset=False, max_steps=70)
    assert idle.length == 70
    assert idle.truncated
    assert not idle.terminated
    assert idle.episodic_return == 0


def test_one_step_is_a_game_too():
    episode = play_game(None, max_steps=1)
    assert (episode.length, len(episode.obs), len(episode.frames)) == (1, 2, 2)


# The player


def test_the_captions_tell_the_game(whole_game):
    video = whole_game.video()
    assert video.fps == 15
    assert video.n_frames == whole_game.length + 1
    names = {0: "wait", 1: "fire", 2: "right →", 3: "left ←"}
    total = 0.0
    assert video.captions[0] == "start"
    for step, action in enumerate(whole_game.actions, start=1):
        reward = whole_game.rewards[step - 1]
        total += reward
        told = f"step {step} · {names[action]} · reward {reward:g} · return {total:g}"
        end = " · terminal state" if step == whole_game.length else ""
        assert video.captions[step] == told + end


def test_combined_actions_and_the_limit_in_both_languages():
    actions = iter([4, 5, 1, 0])
    episode = play_game(
        lambda obs: np.array([next(actions)]), "SpaceInvaders", epsilon=0, max_steps=4
    )
    middle = [caption.split(" · ")[1] for caption in episode.video(scale=1).captions[1:]]
    assert middle == ["right → + fire", "left ← + fire", "fire", "wait"]
    with in_language("fr"):
        video = episode.video(fps=5, scale=1)
    assert (video.fps, video.scale) == (5, 1)
    middle = [caption.split(" · ")[1] for caption in video.captions[1:]]
    assert middle == ["droite → + tir", "gauche ← + tir", "tir", "attente"]
    assert video.captions[-1].endswith("arrêt : limite de temps")
    assert video.alt.startswith("Un épisode de 4 pas")


def test_other_names_can_be_given(whole_game):
    captions = whole_game.video(action_names=["a", "b", "c", "d"]).captions
    assert captions[1].split(" · ")[1] == "abcd"[whole_game.actions[0]]


# What cannot be


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (2, r"wanted one whole number a game, shape \(1,\); got shape \(\) of int64"),
        (None, r"got shape \(\) of object"),
        (np.array([0.5]), r"got shape \(1,\) of float64"),
        (np.array([0.1, 0.2, 0.3, 0.4]), r"got shape \(4,\) of float64"),  # Q-values
        (np.array([[1]]), r"got shape \(1, 1\)"),
        (np.array([4]), "actions are 0 to 3; got 4"),
        (np.array([-1]), "actions are 0 to 3; got -1"),
        ("left", "act gave no valid action"),
        ([[1], [2, 3]], "act gave no valid action"),
    ],
)
def test_nonsense_from_act_is_named(answer, message):
    with pytest.raises(ValueError, match=message) as caught:
        play_game(lambda obs: answer, epsilon=1.0, max_steps=5)
    assert str(caught.value).startswith("act gave no valid action: ")


def test_an_error_inside_of_act_stays_what_it_is():
    def act(obs):
        raise ValueError("cannot reshape array")

    with pytest.raises(ValueError, match=r"^cannot reshape array$"):
        play_game(act, max_steps=5)


def test_the_game_is_closed_whatever_happens(monkeypatch):
    closed = []

    def make(*args, **options):
        env = make_atari(*args, **options)
        close = env.close
        env.close = lambda: (closed.append(True), close())
        return env

    monkeypatch.setattr(atari_play, "make_atari", make)
    play_game(None, max_steps=2)
    assert len(closed) == 1
    with pytest.raises(ZeroDivisionError):
        play_game(lambda obs: 1 // 0, max_steps=2)
    assert len(closed) == 2


@pytest.mark.parametrize(
    ("act", "options", "error", "message"),
    [
        (None, {"epsilon": 1.5}, ValueError, "epsilon is a probability, 0 to 1; got 1.5"),
        (None, {"max_steps": 0}, ValueError, "max_steps is a whole number of at least 1; got 0"),
        ("best", {}, TypeError, "act is a function from obs to actions, .* got 'best'"),
        (object(), {}, TypeError, "act is a function from obs to actions, .* got <object"),
        (None, {"game": "Brekout"}, ValueError, 'Did you mean "Breakout"'),
        (None, {"sticky": 1.0}, ValueError, "sticky is the probability"),
    ],
)
def test_options_that_make_no_sense(act, options, error, message):
    with pytest.raises(error, match=message):
        play_game(act, **options)
