"""Training: what is learnt, what is counted, and how it stops."""

import copy
import os
import signal
import threading
import time

import numpy as np
import pytest
import torch
from tiny_dqn import breakout, catch, training_on

from course_utils.atari import AtariGames, Step
from course_utils.atari_scores import evaluate_games
from course_utils.catch import CatchGames
from course_utils.dqn_training import GameLog
from course_utils.replay import ReplayBuffer
from course_utils.replay_checks import least_for_a_batch
from course_utils.schedules import constant, linear


class Scripted:
    """Two games whose rewards and ends are given row by row; each obs goes on from the last."""

    n_envs, n_actions, settings, name = 2, 3, "scripted", "Scripted"

    def __init__(self, rows):
        self.rows = rows  # (rewards, terminated, game_over, truncated) of each step
        self.now = 0
        self.obs = np.zeros((2, 4, 36, 36), np.uint8)

    def send(self, actions):
        self.sent = actions

    def recv(self):
        columns = self.rows[self.now % len(self.rows)]
        self.now += 1
        reward, terminated, game_over, truncated = (np.array(column) for column in columns)
        self.obs = np.zeros_like(self.obs)
        return Step(self.obs, reward.astype(np.float32), terminated, game_over, truncated)


# Learning


def learnt():
    training = catch(
        steps_per_update=4, n_step=3, epsilon=linear(1.0, 0.05, 4_000), capacity=10_000
    )
    return training.run(10_000)


def test_catch_is_learnt_within_seconds_and_the_same_each_time():
    training = learnt()
    assert np.mean(training.log.scores[:100]) < 0
    scores = evaluate_games(training.agent.act, CatchGames(n_envs=8), games=100, epsilon=0.0)
    assert scores.mean > 0.8
    assert training.losses
    again = learnt()
    assert again.log == training.log
    assert again.losses == training.losses
    weights = training.agent.q_network.state_dict()
    for name, tensor in again.agent.q_network.state_dict().items():
        assert torch.equal(tensor, weights[name]), name


def test_another_seed_is_another_training():
    assert catch(seed=0).run(400).log != catch(seed=1).run(400).log


# Warm-up and schedules


def test_updates_begin_after_the_warm_up_and_keep_their_pace():
    training = catch(warm_up=200, steps_per_update=8)
    training.run(200)
    assert training.agent.updates == 0
    training.run(800)
    # 800 steps are owed an update for each 8; the last one is made while the next step is played
    assert training.agent.updates == 800 // 8 - 1
    assert training.owed == 8


@pytest.mark.parametrize(("steps_per_update", "updates"), [(4, 198), (32, 24)])
def test_steps_per_update_is_the_share(steps_per_update, updates):
    training = catch(warm_up=200, steps_per_update=steps_per_update).run(1_000)
    assert training.agent.updates == updates


def test_nothing_changes_in_the_networks_while_warming_up():
    training = catch(warm_up=200)
    before = {k: v.clone() for k, v in training.agent.q_network.state_dict().items()}
    training.run(200)
    assert all(torch.equal(v, before[k]) for k, v in training.agent.q_network.state_dict().items())


def test_epsilon_is_asked_at_each_step_and_used():
    asked = []

    def epsilon(step):
        asked.append(step)
        return 1.0 if step < 400 else 0.0

    training = catch(epsilon=epsilon, warm_up=10_000, capacity=2_000)
    played, send = [], training.games.send

    def note(actions):
        played.append((actions, training.agent.act(training.games.obs, 0.0)))
        send(actions)

    training.games.send = note
    training.run(800, progress=False)
    assert asked == list(range(0, 800, 8))
    differ = [np.mean(actions != best) for actions, best in played]
    assert np.mean(differ[:50]) == pytest.approx(2 / 3, abs=0.1)  # 3 actions, all equally likely
    assert not any(differ[50:])


def test_the_learning_rate_of_each_update_is_that_of_its_step():
    training = catch(lr=lambda step: 1e-3 if step < 400 else 0.0)
    used, update = [], training.agent.update

    def note(batch):
        before = copy.deepcopy(training.agent.q_network.state_dict())
        loss = update(batch)
        after = training.agent.q_network.state_dict()
        moved = any(not torch.equal(after[name], before[name]) for name in after)
        used.append((training.steps, training.agent.optimiser.param_groups[0]["lr"], moved))
        return loss

    training.agent.update = note
    training.run(800, progress=False)
    assert used == [(at, 1e-3, True) if at < 400 else (at, 0.0, False) for at, *_ in used]
    assert {at < 400 for at, *_ in used} == {True, False}


@pytest.mark.parametrize(
    "options",
    [
        {"warm_up": 20},
        {"warm_up": 50, "n_step": 3},
        {"warm_up": 200, "capacity": 100, "batch_size": 100},
        {"capacity": 80},
        {"capacity": 120, "n_step": 3},
    ],
)
def test_a_warm_up_or_a_buffer_too_small_for_a_batch_is_refused(options):
    with pytest.raises(ValueError, match="takes warm_up of at least"):
        catch(**options)


def test_the_least_warm_up_is_enough():
    training = catch(warm_up=32 + 8 * 3, n_step=3)
    assert training.run(200).agent.updates > 0


@pytest.mark.parametrize(("n_step", "capacity"), [(1, 96), (3, 128)])
def test_the_least_buffer_is_enough(n_step, capacity):
    training = catch(n_step=n_step, capacity=capacity)
    assert training.run(2_000).agent.updates > 200
    with pytest.raises(ValueError, match=f"a buffer of at least {capacity} steps"):
        catch(n_step=n_step, capacity=capacity - 8)


@pytest.mark.parametrize("frames", [2, 4])
@pytest.mark.parametrize("n_step", [1, 3])
def test_the_least_buffer_is_what_is_left_in_the_worst_case(frames, n_step):
    """Two games, both truncated at once, each as long as the rows of the ring."""
    for rows in range(2 * (frames + n_step), 24):
        buffer = ReplayBuffer(2 * rows, n_envs=2, obs_shape=(frames, 1, 1), n_step=n_step)
        left = []
        for step in range(4 * rows):
            truncated = np.full(2, step % rows == rows - 1)
            row = step % rows + np.arange(1 - frames, 1)  # a frame is its number
            obs = np.tile(np.maximum(row, 0).astype(np.uint8), (2, 1))[..., None, None]
            buffer.add(obs, [0, 0], [0, 0], np.zeros(2, bool), truncated)
            left.append(len(buffer))
        least = min(left[2 * rows :])
        sizes = {"n_envs": 2, "n_step": n_step, "frames": frames}
        assert least_for_a_batch(least, **sizes)[1] == buffer.capacity


@pytest.mark.parametrize("name", ["epsilon", "lr"])
def test_a_number_for_a_schedule_is_refused(name):
    with pytest.raises(TypeError, match=rf"{name} is a function .*constant\(0.1\).*; got 0.1"):
        catch(**{name: 0.1})


@pytest.mark.parametrize("name", ["batch_size", "steps_per_update"])
def test_half_a_step_is_refused(name):
    with pytest.raises(ValueError, match=f"{name} is a whole number of at least 1; got 2.5"):
        catch(**{name: 2.5})


# Scores


def test_rewards_are_clipped_for_learning_and_whole_in_the_score():
    rows = [
        ([5, -3], [False, False], [False, False], [False, False]),
        ([2, 0.5], [True, True], [True, True], [False, False]),
    ]
    training = training_on(Scripted(rows))
    added, add = [], training.buffer.add

    def note(obs, action, reward, terminated, ended):
        added.append(reward)
        add(obs, action, reward, terminated, ended)

    training.buffer.add = note
    training.run(4)
    assert np.array_equal(added, [[1, -1], [1, 0.5]])
    assert training.log == GameLog([4, 4], [7.0, -2.5], [2, 2])


def test_a_lost_life_ends_learning_but_neither_the_score_nor_the_obs():
    rows = [
        ([1, 1], [True, False], [False, False], [False, False]),  # game 0 loses a life
        ([4, 4], [True, False], [True, False], [False, True]),  # over; stopped by the limit
    ]
    training = training_on(Scripted(rows))
    added, add = [], training.buffer.add

    def note(obs, action, reward, terminated, ended):
        added.append((terminated.tolist(), ended.tolist()))
        add(obs, action, reward, terminated, ended)

    training.buffer.add = note
    training.run(4)
    assert added == [([True, False], [False, False]), ([True, False], [True, True])]
    assert training.log.scores == [5.0, 5.0]
    assert training.log.lengths == [2, 2]


def test_lives_lost_in_breakout_are_not_games():
    training = breakout(warm_up=1_000, capacity=1_000, epsilon=constant(1.0))
    terminated, add = [], training.buffer.add

    def note(*row):
        terminated.append(row[3].copy())
        add(*row)

    training.buffer.add = note
    training.run(900)
    assert len(training.log) >= 2
    assert np.sum(terminated) >= 4 * len(training.log)  # a game of Breakout has five lives
    training.games.close()


def test_games_that_others_have_played_are_no_scores_of_the_training(tmp_path):
    training = catch(warm_up=200).run(320)
    logged = len(training.log)
    training.step()
    evaluate_games(training.agent.act, training.games, games=5)
    training.games.step(np.ones(8, int))  # they stand somewhere in the middle
    training.save(tmp_path / "a.safetensors")
    training.run(800)
    assert set(training.log.lengths) == {8}
    assert set(training.log.scores) <= {-1.0, 1.0}
    assert len(training.log) > logged + 60
    resumed = catch(warm_up=200).load(tmp_path / "a.safetensors").run(800)
    assert resumed.log == training.log
    assert resumed.losses == training.losses


def test_the_log_is_a_table_and_has_a_mean():
    log = GameLog([8, 16, 24], [1.0, 2.0, 6.0], [3, 3, 3])
    assert (len(log), log.mean_score(), log.mean_score(2)) == (3, 3.0, 4.0)
    assert np.isnan(GameLog().mean_score())
    assert list(log.to_frame()) == ["step", "score", "length"]


# Going on and stopping


def test_two_runs_are_one_long_run():
    whole, parts = catch().run(800), catch().run(320).run(480)
    assert parts.log == whole.log
    assert parts.losses == whole.losses
    assert parts._some_losses == whole._some_losses


def press(now, times=1):
    """Send this process real SIGINTs from another thread, once `now()` is true."""

    def send():
        deadline = time.monotonic() + 60
        while not now() and time.monotonic() < deadline:
            time.sleep(0.005)
        for _ in range(times):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.2)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_the_interrupt_stops_after_a_whole_step_and_nothing_is_lost(capsys):
    before = signal.getsignal(signal.SIGINT)
    training = catch(capacity=50_000)
    thread = press(lambda: training.steps > 600)
    training.run(1_000_000)
    thread.join()
    assert training.interrupted
    assert 0 < training.steps < 1_000_000
    assert training.steps % 8 == 0
    assert f"{training.steps:,} steps. Nothing is lost" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is before
    # and it goes on as if nobody had pressed
    steps = training.steps
    training.run(400)
    assert not training.interrupted
    undisturbed = catch(capacity=50_000).run(steps + 400)
    assert undisturbed.log == training.log
    assert undisturbed.losses == training.losses


def test_the_interrupt_still_saves(tmp_path):
    training = catch()
    thread = press(lambda: training.steps > 300)
    training.run(1_000_000, checkpoint=tmp_path / "a.safetensors", checkpoint_every=10_000_000)
    thread.join()
    assert catch().load(tmp_path / "a.safetensors").steps == training.steps


def test_pressed_twice_it_stops_at_once_and_can_go_on():
    training = catch()
    update = training.agent.update
    updating, hours = threading.Event(), threading.Event()

    def slow(batch):
        updating.set()
        assert not hours.wait(60), "nobody sets it"
        return update(batch)

    training.agent.update = slow
    before, start = signal.getsignal(signal.SIGINT), time.monotonic()
    thread = press(updating.is_set, times=2)
    with pytest.raises(KeyboardInterrupt):
        training.run(1_000_000)
    thread.join()
    assert time.monotonic() - start < 50
    assert signal.getsignal(signal.SIGINT) is before
    training.agent.update = update
    steps = training.steps
    assert training.run(400).steps == steps + 400


@pytest.mark.parametrize("method", ["send", "recv"])
def test_games_closed_by_an_interrupt_are_replaced_and_the_training_goes_on(method, tmp_path):
    training = breakout().run(300)
    env, games = training.games._env, training.games

    class Pressed:
        def __getattr__(self, name):
            def call(*args, **options):
                answer = getattr(env, name)(*args, **options)
                if name == method:
                    raise KeyboardInterrupt
                return answer

            return call

    games._env = Pressed()
    with pytest.raises(KeyboardInterrupt):
        training.run(100)
    stored, updates = len(training.buffer), training.agent.updates
    for use in (lambda: training.run(100), lambda: training.save(tmp_path / "a.safetensors")):
        with pytest.raises(RuntimeError, match="these games are closed: make new ones"):
            use()
    training.games = AtariGames("Breakout", n_envs=2, sticky=0.25, threads=1)
    training.run(100)
    assert training.steps == 400
    assert training.agent.updates > updates
    assert len(training.buffer) > stored / 2
    training.games.close()


def test_a_run_outside_of_the_main_thread():
    training = catch()
    thread = threading.Thread(target=training.run, args=(200,))
    thread.start()
    thread.join()
    assert training.steps == 200


def test_an_update_that_fails_can_be_mended_and_the_run_goes_on():
    training = catch()
    update = training.agent.update
    training.agent.update = None
    with pytest.raises(TypeError):
        training.run(400)
    stopped = training.steps
    training.agent.update = update
    training.run(400)
    assert training.steps == stopped + 400
    assert training.agent.updates > 30


def test_minutes_bound_it():
    start = time.monotonic()
    training = catch().run(10_000_000, minutes=0.5 / 60)
    elapsed = time.monotonic() - start
    assert 0.5 <= training.seconds <= elapsed
    assert elapsed < 30
    assert 0 < training.steps < 10_000_000
    assert not training.interrupted


def test_watch_is_called_while_it_runs_and_at_the_end():
    seen = []
    catch().run(1_600, watch=lambda t: seen.append(t.steps), watch_seconds=0.05)
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-1] == 1_600


def test_checkpoints_are_written_on_the_way(tmp_path):
    saved = []
    training = catch()
    training.save = lambda path: saved.append((training.steps, path))
    training.run(1_000, checkpoint="c", checkpoint_every=400)
    assert saved == [(400, "c"), (800, "c"), (1_000, "c")]


def test_the_bar_names_score_and_epsilon(capsys):
    catch().run(4_000, progress=True)
    out = capsys.readouterr().out
    assert "score " in out
    assert "epsilon 0." in out
    assert "nan" not in out
    catch().run(400, progress=False)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("steps", [0, -8])
def test_steps_are_at_least_one(steps):
    with pytest.raises(ValueError, match="at least 1"):
        catch().run(steps)
