"""Atari games: the same one at a time and side by side, replayed exactly, scored without bias."""

import threading
import time

import numpy as np
import pytest

from course_utils import atari, atari_scores
from course_utils.atari import AtariGames, Step, make_atari
from course_utils.atari_rules import Settings, find_game
from course_utils.atari_scores import GameScores, Rules, evaluate_games
from course_utils.catch import CatchGames
from course_utils.language import in_language


@pytest.fixture
def games():
    """Return a maker of games; what it makes is closed afterwards."""
    made = []

    def make(*args, **options):
        made.append(AtariGames(*args, **{"n_envs": 2} | options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def random_actions(seed: int, steps: int, games: AtariGames) -> np.ndarray:
    return np.random.default_rng(seed).integers(games.n_actions, size=(steps, games.n_envs))


def play(games: AtariGames, actions: np.ndarray) -> list[Step]:
    return [games.step(row) for row in actions]


def assert_same(first: list[Step], second: list[Step]) -> None:
    assert len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        for name in Step._fields:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def one_for_each(games: AtariGames, **options) -> list:
    """Return single environments at the start of the games that `games` has just begun."""
    envs = []
    for index in range(games.n_envs):
        env = make_atari(games.name, **options)
        start = {"start_frames": int(games.start_frames[index])}
        obs, _ = env.reset(seed=int(games.seeds[index]), options=start)
        np.testing.assert_array_equal(obs, games.obs[index])
        envs.append(env)
    return envs


# --- the same as Gymnasium's -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("game", "sticky", "fire_reset"),
    [("Breakout", 0.0, True), ("Breakout", 0.25, False), ("Space Invaders", 0.25, True)],
)
def test_observations_equal_those_of_gymnasiums_wrappers(games, game, sticky, fire_reset):
    options = {"sticky": sticky, "fire_reset": fire_reset}
    several = games(game, n_envs=3, seed=7, **options)
    envs, playing = one_for_each(several, **options), {0, 1, 2}
    for row in random_actions(1, 1_500, several):
        step = several.step(row)
        for index in list(playing):
            obs, reward, terminated, truncated, _ = envs[index].step(int(row[index]))
            np.testing.assert_array_equal(obs, step.next_obs[index])
            assert reward == step.reward[index]
            assert terminated == step.game_over[index]
            assert truncated == step.truncated[index]
            if terminated or truncated:
                playing.discard(index)
        if not playing:
            break
    assert not playing or not fire_reset, "a game of random play is over by now"
    assert several.obs.dtype == np.uint8
    assert several.obs.shape == (3, 4, 84, 84)


def test_a_frame_limit_cuts_both_at_the_same_frame(games):
    several = games(
        max_frames=90, life_loss=False
    )  # not a multiple of 4: cut after 23 steps, not before
    envs = one_for_each(several, max_frames=90)
    for number, row in enumerate(random_actions(0, 23, several), 1):
        step = several.step(row)
        for index, env in enumerate(envs):
            obs, _, terminated, truncated, _ = env.step(int(row[index]))
            np.testing.assert_array_equal(obs, step.next_obs[index])
            assert not terminated
            assert truncated == step.truncated[index] == (number == 23)
    assert not step.terminated.any()  # a time limit is not a terminal state
    assert not np.array_equal(step.next_obs, several.obs)


def test_a_new_game_is_black_but_for_its_newest_frame(games):
    obs = games().obs
    assert not obs[:, :3].any()
    assert obs[:, 3].any(axis=(1, 2)).all()


def test_one_game_draws_its_start_from_the_seed_and_can_be_rendered():
    env = make_atari(render_mode="rgb_array")
    first, _ = env.reset(seed=3)
    again, info = env.reset(seed=3)
    np.testing.assert_array_equal(first, again)
    assert info["lives"] == 5
    assert env.render().shape == (210, 160, 3)
    frames = {env.reset(seed=seed)[1]["episode_frame_number"] for seed in range(6)}
    assert len(frames) > 1
    assert max(frames) < 30


# --- ends, lives, rewards ----------------------------------------------------------------------


def test_a_lost_life_ends_learning_but_not_the_game(games):
    counted = {}
    for life_loss in (True, False):
        several = games(n_envs=4, life_loss=life_loss)
        lost, over = np.zeros(4, int), np.zeros(4, int)
        for row in random_actions(2, 700, several):
            step = several.step(row)
            playing = over == 0
            lost += step.terminated & playing
            over += step.game_over
            assert not (step.game_over & ~step.terminated).any()
            # after a lost life the same game goes on: what is seen next is no new game
            lives_on = step.terminated & ~step.game_over
            np.testing.assert_array_equal(several.obs[lives_on], step.next_obs[lives_on])
        assert over.all()
        counted[life_loss] = lost.tolist()
    assert counted == {True: [5] * 4, False: [1] * 4}


def test_rewards_are_those_of_the_game(games):
    several = games("SpaceInvaders", n_envs=4)
    rewards = np.concatenate(
        [step.reward for step in play(several, random_actions(0, 400, several))]
    )
    assert rewards.dtype == np.float32
    assert set(rewards.tolist()) > {0.0, 5.0, 10.0, 15.0}


def test_a_game_that_ends_with_lives_left_is_over(games, monkeypatch):
    """Space Invaders ends so when they land. ale-py tells that like a lost life; we do not."""
    several = games("SpaceInvaders")
    first = several.obs
    several.send(np.zeros(2, int))
    monkeypatch.setattr(several, "_env", Landed(several._env))
    step = several.recv()
    assert step.game_over.tolist() == [True, False]
    assert step.terminated.tolist() == [True, False]
    assert several._lives.tolist() == [3, 3]
    assert not several.obs[0, :3].any()
    assert not first[1, :3].any()
    assert several.obs[1, 2].any()


class Landed:
    """An environment whose first game ends now, lives or not."""

    def __init__(self, env):
        self.env = env

    def recv(self):
        obs, reward, game_over, truncated, info = self.env.recv()
        assert info["lives"].tolist() == [3, 3]
        game_over[0] = True
        return obs, reward, game_over, truncated, info

    def reset(self, **options):
        return self.env.reset(**options)


def test_at_the_limit_a_lost_life_does_not_hide_the_end(games):
    """A life lost in the very step that reaches the limit: terminated and truncated."""
    several = games(n_envs=1)
    lost = next(
        number
        for number, row in enumerate(random_actions(2, 700, several), 1)
        if several.step(row).terminated[0]
    )
    cut = games(n_envs=1, max_frames=4 * lost)
    step = play(cut, random_actions(2, 700, cut)[:lost])[-1]
    assert step.terminated.tolist() == [True]
    assert step.truncated.tolist() == [True]
    assert step.game_over.tolist() == [False]
    assert not cut.obs[0, :3].any()


# --- replay ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sticky", [0.0, 0.25])
def test_seed_and_actions_play_the_same_games_again(games, sticky, monkeypatch):
    monkeypatch.setattr(atari, "SEED_EVERY", 250)  # a new seed after a game or two
    several = games(n_envs=3, seed=5, sticky=sticky)
    actions = random_actions(3, 450, several)
    first = play(several, actions)
    assert sum(step.game_over.sum() for step in first) >= 3
    assert several._stretch.max() > 1
    several.reset()
    assert_same(first, play(several, actions))
    assert_same(first, play(games(n_envs=3, seed=5, sticky=sticky, threads=1), actions))
    other = play(games(n_envs=3, seed=6, sticky=sticky), actions)
    assert any(
        not np.array_equal(a.next_obs, b.next_obs) for a, b in zip(first, other, strict=True)
    )


@pytest.mark.parametrize("seed", range(2))
def test_restored_at_a_random_step_games_go_on_exactly(games, seed, monkeypatch):
    monkeypatch.setattr(atari, "SEED_EVERY", 250)
    several = games(n_envs=3, seed=seed, sticky=0.25)
    actions = random_actions(seed, 600, several)
    stop = int(np.random.default_rng(seed).integers(300, 500))
    play(several, actions[:stop])
    state = several.state()
    obs = several.obs.copy()
    assert all(isinstance(array, np.ndarray) and array.size for array in state.values())
    rest = play(several, actions[stop:])
    for later in (several, games(n_envs=3, seed=99, sticky=0.25)):
        later.restore(state)
        np.testing.assert_array_equal(later.obs, obs)
        assert_same(rest, play(later, actions[stop:]))


def test_games_are_restored_at_the_start_and_when_one_was_just_seeded(games, monkeypatch):
    monkeypatch.setattr(atari, "SEED_EVERY", 1)  # every game gets a seed
    several = games(seed=1)
    fresh = several.state()
    for row in random_actions(2, 700, several):
        if several.step(row).game_over.any():
            break
    just_begun = several.state()
    assert just_begun["length"].min() == 0 < just_begun["length"].max()
    obs = several.obs.copy()
    several.restore(fresh)
    assert not np.array_equal(several.obs, obs)
    several.restore(just_begun)
    np.testing.assert_array_equal(several.obs, obs)


def test_a_state_of_other_games_is_refused(games):
    several = games(max_frames=200)
    play(several, random_actions(0, 80, several))
    state = several.state()
    with pytest.raises(ValueError, match="state of 2 games, here are 3: make them with n_envs=2"):
        games(n_envs=3).restore(state)
    with pytest.raises(ValueError, match=r"did not come to where they were.*other settings"):
        games(max_frames=100).restore(state)
    invaders = games("SpaceInvaders")
    play(invaders, np.full((3, 2), 5))
    with pytest.raises(ValueError, match="the state has action 5, Breakout has 4 actions"):
        several.restore(invaders.state())


# --- send and recv -----------------------------------------------------------------------------


def test_the_games_play_on_while_python_does_something_else(games):
    several = games(n_envs=8)
    obs = several.obs
    several.send(np.zeros(8, int))
    kept = obs.copy()
    time.sleep(0.2)  # in which they have long finished
    np.testing.assert_array_equal(several.obs, kept)  # the buffer stores this obs meanwhile
    step = several.recv()
    assert not np.array_equal(step.next_obs, kept)
    np.testing.assert_array_equal(obs, kept)


def test_send_and_recv_out_of_turn_are_named(games):
    several = games()
    with pytest.raises(RuntimeError, match="call send with the actions first"):
        several.recv()
    several.send([0, 0])
    with pytest.raises(RuntimeError, match="send was called twice"):
        several.send([0, 0])
    with pytest.raises(RuntimeError, match="call recv before state"):
        several.state()
    several.reset()  # what was sent is dropped
    several.send([0, 0])
    several.close()
    threads = threading.active_count()
    with pytest.raises(RuntimeError, match="these games are closed: make new ones"):
        several.step([0, 0])
    several.close()
    assert threading.active_count() == threads


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ([0, 4], "actions are 0 to 3; got 4"),
        ([-1, 0], "actions are 0 to 3; got -1"),
        ([0], r"shape \(2,\); got shape \(1,\) of int64"),
        ([0.0, 1.0], r"got shape \(2,\) of float64"),
        (1, r"got shape \(\) of int64"),
    ],
)
def test_a_wrong_action_is_named_and_the_games_go_on(games, actions, message):
    """ale-py would wait for its answer for ever."""
    several = games()
    with pytest.raises(ValueError, match=message):
        several.send(actions)
    assert several.step(np.array([0, 3])).next_obs.shape == (2, 4, 84, 84)


class Interrupted:
    """An environment that is interrupted, once, as one of its methods returns.

    Then ale-py would crash if it were sent something again, and wait for ever where nothing is to
    come.
    """

    def __init__(self, env, method):
        self.env, self.method, self.over = env, method, False

    def __getattr__(self, name):
        def call(*args, **options):
            assert not self.over, f"{name} was called after an interrupt"
            answer = getattr(self.env, name)(*args, **options)
            if name == self.method:
                self.over = True
                raise KeyboardInterrupt
            return answer

        return call


@pytest.mark.parametrize("method", ["send", "recv", "reset"])
def test_an_interrupt_inside_of_ale_py_closes_the_games(games, method):
    several = games()
    several.step([0, 0])
    several._env = Interrupted(several._env, method)
    with pytest.raises(KeyboardInterrupt):
        several.reset() if method == "reset" else several.step([0, 0])
    for use in (lambda: several.step([0, 0]), several.reset, several.state):
        with pytest.raises(RuntimeError, match="closed: make new ones"):
            use()
    several.close()


@pytest.mark.parametrize("method", ["send", "recv", "reset"])
def test_an_evaluation_can_be_interrupted_anywhere(monkeypatch, method):
    class Soon(AtariGames):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            self._env = Interrupted(self._env, method)

    monkeypatch.setattr(atari_scores, "AtariGames", Soon)
    with pytest.raises(KeyboardInterrupt):
        evaluate_games("random", "Breakout", games=2, max_frames=200)


# --- names, settings, what is missing ----------------------------------------------------------


@pytest.mark.parametrize(
    "game",
    ["SpaceInvaders", "space_invaders", "Space Invaders", "SPACEINVADERS", "ALE/SpaceInvaders-v5"],
)
def test_a_game_is_found_under_its_names(game):
    assert find_game(game) == ("SpaceInvaders", "space_invaders")


@pytest.mark.parametrize(
    ("game", "message"),
    [
        ("BreakoutNoFrameskip-v4", r'id of the old Gym, .*: write "Breakout"'),
        ("Breakout-v0", r'id of the old Gym, .*: write "Breakout"'),
        ("Breakout-ramDeterministic-v4", r'id of the old Gym, .*: write "Breakout"'),
        ("ALE/Breakout-v4", r'id of the old Gym, .*: write "Breakout"'),
        ("Brakeout", r'no game .Brakeout.. Did you mean "Breakout"'),
        ("Spaceinvader-v4", r'Did you mean "SpaceInvaders"'),
        ("combat", "no game 'combat'"),
        ("xyzzy", r'no game .xyzzy.; it has \d+ others, such as "Breakout"'),
        ("", "no game ''"),
        (None, 'a game is a name such as "Breakout"; got None'),
    ],
)
def test_a_wrong_game_is_named(game, message):
    for make in (AtariGames, make_atari):
        with pytest.raises(ValueError, match=message):
            make(game)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sticky": 1.0}, "at least 0 and below 1; got 1.0"),
        ({"sticky": -0.1}, "at least 0 and below 1; got -0.1"),
        ({"max_frames": 3}, "max_frames is at least 4, the frames of one step; got 3"),
    ],
)
def test_a_wrong_setting_is_named(options, message):
    for make in (AtariGames, make_atari):
        with pytest.raises(ValueError, match=message):
            make(**options)


def test_no_games_at_all_are_refused():
    with pytest.raises(ValueError, match="n_envs is a whole number of at least 1; got 0"):
        AtariGames(n_envs=0)


def test_without_ale_py_the_error_says_what_to_install(monkeypatch):
    for name in ("ale_py", "ale_py.roms"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    for make in (AtariGames, make_atari):
        with pytest.raises(
            ModuleNotFoundError, match=r'ale-py is missing .* pip install "ale-py>='
        ):
            make()


def test_an_old_ale_py_is_named(monkeypatch):
    monkeypatch.setattr("ale_py.__version__", "0.11.2")
    with pytest.raises(ImportError, match=r"wanted ale-py>=0.12.1; ale-py 0.11.2 is installed"):
        AtariGames()


def test_without_opencv_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "cv2", None)
    with pytest.raises(ModuleNotFoundError, match=r"opencv-python-headless is missing"):
        make_atari()


def test_a_missing_or_damaged_rom_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("ALE_ROMS_DIR", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"ROM of Breakout cannot be read .*ALE_ROMS_DIR"):
        AtariGames()
    (tmp_path / "breakout.bin").write_bytes(b"no ROM")
    with pytest.raises(FileNotFoundError, match=r"cannot be read .*hash of breakout.bin"):
        make_atari()


def test_settings_tell_the_rules_in_both_languages(games):
    settings = games(sticky=0.25, max_frames=1_000).settings
    assert str(settings) == (
        "Breakout: sticky actions 0.25, 4 frames a step, fewer than 30 no-ops, FIRE pressed at "
        "the start, a lost life ends learning, at most 1,000 frames a game"
    )
    plain = Settings("Pong", False, 0.0, False, 27_000)
    with in_language("fr"):
        assert str(plain) == (
            "Pong : sans actions collantes, 4 images par pas, moins de 30 no-ops, "
            "au plus 27 000 images par partie"
        )
        assert repr(plain) == "Settings(game='Pong', life_loss=False, sticky=0.0, " + (
            "fire_reset=False, max_frames=27000)"
        )


def test_actions_have_names(games):
    assert games().action_names == ("NOOP", "FIRE", "RIGHT", "LEFT")


# --- scores ------------------------------------------------------------------------------------


def test_an_evaluation_counts_unclipped_scores_of_full_games():
    scores = evaluate_games("random", "SpaceInvaders", games=4, n_envs=4, seed=1)
    assert scores.scores.shape == scores.lengths.shape == (4,)
    assert not scores.truncated.any()
    assert scores.scores.max() > scores.lengths.max() / 10  # far beyond one point a hit
    assert (scores.scores % 5 == 0).all()
    again = evaluate_games(None, "SpaceInvaders", games=4, n_envs=4, seed=1)
    np.testing.assert_array_equal(scores.scores, again.scores)


def test_an_agent_that_never_presses_fire_is_stopped():
    scores = evaluate_games(
        lambda obs: np.zeros(len(obs), int), "Breakout", games=3, epsilon=0, max_frames=200
    )
    assert scores.lengths.tolist() == [50] * 3
    assert scores.truncated.all()
    assert "3 stopped by the limit" in repr(scores)
    assert "at most 200 frames a game, epsilon 0" in repr(scores)


class Known:
    """Two games at once. Each game's length is known in advance, and its score is its length."""

    n_envs, n_actions, settings = 2, 2, "known"
    lengths = (9, 1, 1, 7, 1, 1, 1)

    def reset(self, *, seed):
        self.left, self.begun = [9, 1], 2
        self.obs = np.zeros((2, 4, 84, 84), np.uint8)

    def step(self, actions):
        self.left = [left - 1 for left in self.left]
        over = np.array([left == 0 for left in self.left])
        for index in np.flatnonzero(over):
            self.left[index] = self.lengths[self.begun] if self.begun < 7 else 1
            self.begun += 1
        return Step(self.obs, np.ones(2, np.float32), over, over, np.zeros(2, bool))


def test_the_first_games_that_begin_count_not_the_first_that_end():
    """The first four to end last 1, 1, 7 and 9 steps or less; the first to begin 9, 1, 1, 7."""
    scores = evaluate_games(None, Known(), games=4)
    assert scores.scores.tolist() == [9, 1, 1, 7]
    assert scores.lengths.tolist() == [9, 1, 1, 7]
    assert evaluate_games(None, Known(), games=1).scores.tolist() == [9]


def test_epsilon_is_the_share_of_random_actions():
    seen = []

    class Watched(CatchGames):
        def send(self, actions):
            seen.append(np.asarray(actions))
            super().send(actions)

    evaluate_games(lambda obs: np.full(len(obs), 1), Watched(), games=400, epsilon=0.3)
    share = float(np.mean(np.concatenate(seen) != 1))
    assert share == pytest.approx(0.3 * 2 / 3, abs=0.03)


def test_scores_have_a_mean_and_an_interval():
    array = np.array([1.0, 2.0, 3.0, 6.0])
    scores = GameScores(array, np.array([5, 5, 5, 5]), np.zeros(4, bool), Rules("Pong", 0.05))
    # standard deviation sqrt(14 / 3), standard error half of it, two of them to each side
    assert scores.mean == 3.0
    assert scores.interval == pytest.approx((3 - 2.160247, 3 + 2.160247))
    assert repr(scores) == (
        "3.0 on average over 4 games (95 % interval 0.8 to 5.2, best 6, "
        "0 stopped by the limit). Pong, epsilon 0.05"
    )
    with in_language("fr"):
        assert "3,0 en moyenne sur 4 parties (intervalle à 95 % : 0,8 à 5,2" in repr(scores)
    one = GameScores(array[:1], np.array([5]), np.zeros(1, bool), Rules("Pong", 0.05))
    assert np.isnan(one.interval).all()
    assert repr(one) == "1.0 in one game. Pong, epsilon 0.05"
    cut = GameScores(array[:1], np.array([5]), np.ones(1, bool), Rules("Pong", 0.05))
    with in_language("fr"):
        assert repr(cut) == "1,0 en une partie (arrêtée par la limite). Pong, epsilon 0,05"


def test_the_rules_of_a_score_are_told_in_the_language_in_use():
    rules = evaluate_games(None, Known(), games=1).rules
    assert str(rules) == "known, random play"
    with in_language("fr"):
        assert str(rules) == "known, jeu au hasard"
        plain = Rules(Settings("Pong", False, 0.0, False, 27_000), 0.05)
        assert str(plain).startswith("Pong : sans actions collantes")
        assert str(plain).endswith("par partie, epsilon 0,05")


def test_an_error_inside_of_act_stays_what_it_is():
    def act(obs):
        raise ValueError("of the student's own")

    with pytest.raises(ValueError, match=r"^of the student's own$"):
        evaluate_games(act, "Pong", games=1)


@pytest.mark.parametrize(
    ("act", "options", "error", "message"),
    [
        (None, {"games": 0}, ValueError, "games is a whole number of at least 1; got 0"),
        (None, {"epsilon": 5}, ValueError, "epsilon is a probability, 0 to 1; got 5"),
        ("greedy", {}, TypeError, "act is a function .*; got 'greedy'"),
        (lambda obs: 1, {"games": 2}, ValueError, r"act gave no valid actions: .*shape \(2,\)"),
        (lambda obs: np.full(2, 9), {"games": 2}, ValueError, "actions are 0 to 3; got 9"),
    ],
)
def test_a_wrong_evaluation_is_named(act, options, error, message):
    with pytest.raises(error, match=message):
        evaluate_games(act, "Breakout", **options)


def test_an_evaluation_closes_its_games(monkeypatch):
    made = []

    class Noted(AtariGames):
        def __init__(self, *args, **options):
            made.append(self)
            super().__init__(*args, **options)

    monkeypatch.setattr(atari_scores, "AtariGames", Noted)
    with pytest.raises(ZeroDivisionError):
        evaluate_games(lambda obs: 1 // 0, "Breakout", games=1)
    assert made[0]._env is None
