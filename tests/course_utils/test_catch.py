"""Catch: its rules, its pixels, its exact state, and that it is as easy as it says."""

import numpy as np
import pytest

from course_utils.atari_scores import evaluate_games
from course_utils.catch import CatchGames


def cells(obs: np.ndarray) -> np.ndarray:
    """Return the newest frame with one number a cell, (n, 9, 9)."""
    return obs[:, -1, ::4, ::4]


def toward_the_ball(obs: np.ndarray) -> np.ndarray:
    newest = cells(obs)
    ball = (newest == 255).any(axis=1).argmax(axis=1)
    paddle = (newest[:, -1] == 128).argmax(axis=1) + 1
    return np.sign(ball - paddle) + 1


def test_a_game_by_hand():
    games = CatchGames(n_envs=1, seed=0)
    assert games.obs.shape == (1, 4, 36, 36)
    assert games.obs.dtype == np.uint8
    assert not games.obs[:, :3].any()
    first = cells(games.obs)[0]
    column = int(first[0].argmax())
    assert first[0, column] == 255
    assert np.count_nonzero(first[0]) == 1
    assert np.count_nonzero(first[-1] == 128) == 3
    for row in range(1, 8):
        step = games.step([0])
        newest = cells(step.next_obs)[0]
        assert newest[row, column] == 255
        assert np.count_nonzero(newest == 255) == 1
        assert step.reward.tolist() == [0]
        assert not step.terminated.any()
        np.testing.assert_array_equal(games.obs, step.next_obs)
    assert newest[-1, :3].tolist() == [128] * 3  # seven times left: against the wall
    before = games.obs
    step = games.step([0])
    assert step.terminated.tolist() == step.game_over.tolist() == [True]
    assert step.truncated.tolist() == [False]
    assert step.reward.tolist() == [1.0 if column <= 2 else -1.0]
    assert step.reward.dtype == np.float32
    np.testing.assert_array_equal(step.next_obs[0, :3], before[0, 1:])
    assert not games.obs[:, :3].any()  # a new game


def test_the_three_actions_move_the_paddle_one_cell():
    games = CatchGames(n_envs=32, seed=1)
    left = (cells(games.obs)[:, -1] == 128).argmax(axis=1)
    inside = (left > 0) & (left < 6)
    assert inside.any()
    for action, by in ((0, -1), (1, 0), (2, 1)):
        games.reset()
        moved = (cells(games.step(np.full(32, action)).next_obs)[:, -1] == 128).argmax(axis=1)
        np.testing.assert_array_equal(moved[inside], left[inside] + by)


def test_who_follows_the_ball_catches_every_one_and_chance_does_not():
    best = evaluate_games(toward_the_ball, CatchGames(), games=300, epsilon=0)
    assert best.scores.tolist() == [1.0] * 300
    assert set(best.lengths.tolist()) == {8}
    chance = evaluate_games(None, CatchGames(), games=300)
    assert set(chance.scores.tolist()) == {-1.0, 1.0}
    assert -0.5 < chance.mean < -0.1
    assert repr(best).endswith("Catch, epsilon 0")


def test_games_side_by_side_do_not_depend_on_one_another():
    actions = np.random.default_rng(0).integers(3, size=(40, 4))
    four, again, other = CatchGames(n_envs=4), CatchGames(n_envs=4), CatchGames(n_envs=4, seed=1)
    steps = [four.step(row) for row in actions]
    for step, row in zip(steps, actions, strict=True):
        np.testing.assert_array_equal(step.next_obs, again.step(row).next_obs)
    two = CatchGames(n_envs=2)
    for step, row in zip(steps, actions, strict=True):
        np.testing.assert_array_equal(step.next_obs[:2], two.step(row[:2]).next_obs)
    assert not np.array_equal(four.reset(), other.obs)
    starts = {four.step(row).next_obs[0].tobytes() for row in actions}
    assert len(starts) > 20  # not the same game over and over


def test_restored_at_a_random_step_games_go_on_exactly():
    rng = np.random.default_rng(3)
    actions = rng.integers(3, size=(60, 5))
    games, stop = CatchGames(n_envs=5, seed=2), int(rng.integers(1, 40))
    for row in actions[:stop]:
        games.step(row)
    state = games.state()
    rest = [games.step(row) for row in actions[stop:]]
    for later in (games, CatchGames(n_envs=5, seed=9)):
        later.restore(state)
        np.testing.assert_array_equal(later.obs, state["obs"])
        for step, row in zip(rest, actions[stop:], strict=True):
            for wanted, got in zip(step, later.step(row), strict=True):
                np.testing.assert_array_equal(wanted, got)


def test_what_was_seen_is_not_written_over():
    games = CatchGames(n_envs=3)
    seen, copies = [], []
    for row in np.random.default_rng(0).integers(3, size=(20, 3)):
        seen += [games.obs]
        copies += [games.obs.copy()]
        step = games.step(row)
        seen += [step.next_obs]
        copies += [step.next_obs.copy()]
    for one, copy in zip(seen, copies, strict=True):
        np.testing.assert_array_equal(one, copy)


def test_misuse_is_named():
    games = CatchGames(n_envs=2)
    with pytest.raises(RuntimeError, match="call send with the actions first"):
        games.recv()
    with pytest.raises(ValueError, match="actions are 0 to 2; got 3"):
        games.send([0, 3])
    games.send([0, 0])
    with pytest.raises(RuntimeError, match="send was called twice"):
        games.send([0, 0])
    with pytest.raises(RuntimeError, match="call recv before state"):
        games.state()
    games.reset()
    with pytest.raises(ValueError, match=r"wanted the state of 2 games .*n_envs=3"):
        games.restore(CatchGames(n_envs=3).state())
    with pytest.raises(ValueError, match="n_envs is a whole number of at least 1; got 0"):
        CatchGames(n_envs=0)
