"""Numbers given by hand: what is taken, and what is said of the rest."""

import math

import numpy as np
import pytest

from course_utils.atari import AtariGames
from course_utils.atari_play import play_game
from course_utils.atari_scores import evaluate_games
from course_utils.catch import CatchGames
from course_utils.checks import check_probability, check_seed, whole
from course_utils.replay import ReplayBuffer


@pytest.mark.parametrize("value", [8, 8.0, np.int64(8), np.float32(8), np.uint8(8)])
def test_whole_numbers_become_ints(value):
    assert (whole(value, "n"), type(whole(value, "n"))) == (8, int)


@pytest.mark.parametrize("value", [2.5, "8", None, True, 0, -1, math.nan, math.inf, [8]])
def test_what_is_no_whole_number_is_named(value):
    with pytest.raises(ValueError, match="n is a whole number of at least 1; got") as caught:
        whole(value, "n")
    assert str(caught.value).endswith(repr(value))


@pytest.mark.parametrize("seed", [None, -1, 1.5, "x"])
@pytest.mark.parametrize(
    "use",
    [
        check_seed,
        lambda seed: CatchGames(seed=seed),
        lambda seed: AtariGames(seed=seed),
        lambda seed: evaluate_games(None, CatchGames(), seed=seed),
        lambda seed: play_game(None, seed=seed),
    ],
)
def test_what_is_no_seed_is_named(seed, use):
    with pytest.raises(ValueError, match=r"seed is a whole number of at least 0; got .* same seed"):
        use(seed)


def test_to_begin_anew_without_a_seed_is_to_keep_it():
    games = CatchGames(seed=np.int64(3))
    obs = games.obs
    assert np.array_equal(games.reset(seed=None), obs)
    with pytest.raises(ValueError, match="seed is a whole number"):
        games.reset(seed=-1)


@pytest.mark.parametrize("value", [-0.1, 1.1, "half", None, math.nan])
def test_what_is_no_probability_is_named(value):
    with pytest.raises(ValueError, match="epsilon is a probability, 0 to 1; got"):
        check_probability(value, "epsilon")


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda: AtariGames(n_envs=2.5), "n_envs is a whole number of at least 1; got 2.5"),
        (lambda: AtariGames(max_frames=None), "max_frames is a whole number .*; got None"),
        (lambda: AtariGames(sticky="yes"), "sticky is the probability .*; got 'yes'"),
        (lambda: evaluate_games(None, "Pong", games=2.5), "games is a whole number .*; got 2.5"),
        (lambda: evaluate_games(None, None), "a game is a name such as .*; got None"),
        (lambda: ReplayBuffer("1000"), "capacity is a whole number of at least 1; got '1000'"),
        (lambda: ReplayBuffer(1000, n_step=2.5), "n_step is a whole number .*; got 2.5"),
    ],
)
def test_where_they_are_asked_for(use, message):
    with pytest.raises(ValueError, match=message):
        use()


def test_games_take_whole_numbers_of_any_kind():
    games = AtariGames("Breakout", n_envs=2.0, seed=np.int64(1))
    assert games.obs.shape == (2, 4, 84, 84)
    games.close()


def test_a_buffer_takes_whole_numbers_of_any_kind_and_can_be_saved():
    sizes = {"obs_shape": (np.int64(4), 9, 9), "gamma": np.float32(0.5)}
    one = ReplayBuffer(np.int64(1000), n_envs=np.int64(8), n_step=np.int64(3), **sizes)
    other = ReplayBuffer(1e3, n_envs=8.0, n_step=3.0, obs_shape=(4, 9, 9), gamma=0.5)
    other.restore(one.state())
