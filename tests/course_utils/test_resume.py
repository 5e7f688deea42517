"""Interrupted and resumed equals never interrupted, bit for bit; nothing else is taken up."""

import errno
import os
import random
import tracemalloc

import numpy as np
import pytest
import torch
from tiny_dqn import breakout, catch

from course_utils import checkpoints, replay
from course_utils.checkpoints import CheckpointError
from course_utils.packing import InFile
from course_utils.schedules import linear


def assert_same(one, other):
    """All that a training consists of, bit for bit."""
    assert one.steps == other.steps
    assert one.owed == other.owed
    assert one.log == other.log
    assert one.losses == other.losses
    assert one._some_losses == other._some_losses
    assert np.array_equal(one._score, other._score)
    assert np.array_equal(one._length, other._length)
    assert one.agent.updates == other.agent.updates
    for name in ("q_network", "target_network"):
        theirs = getattr(other.agent, name).state_dict()
        for key, tensor in getattr(one.agent, name).state_dict().items():
            assert torch.equal(tensor, theirs[key]), (name, key)
    theirs = other.agent.optimiser.state_dict()["state"]
    for index, moments in one.agent.optimiser.state_dict()["state"].items():
        for key, value in moments.items():
            assert torch.equal(value, theirs[index][key]), (index, key)
    assert one.agent.rng.bit_generator.state == other.agent.rng.bit_generator.state
    assert np.array_equal(one.games.obs, other.games.obs)
    assert len(one.buffer) == len(other.buffer)
    for mine, theirs in zip(one.buffer.sample(64), other.buffer.sample(64), strict=True):
        assert torch.equal(mine, theirs)


MAKERS = {
    "catch, one step": lambda: catch(capacity=400),
    "catch, three steps": lambda: catch(capacity=400, n_step=3, steps_per_update=4),
    "catch, before the first update": lambda: catch(warm_up=2_000, capacity=3_000),
    "catch, a learning rate that falls": lambda: catch(lr=linear(1e-3, 1e-5, 900)),
    "breakout, sticky actions": lambda: breakout(n_step=3),
}
# the step of the interruption is drawn once and for all: a failure can be repeated
STOPS = [
    (name, random.Random(f"{name}{k}").randrange(4, 600) // 8 * 8 or 8)
    for name in MAKERS
    for k in range(3)
]


@pytest.mark.parametrize(("name", "stop"), STOPS)
def test_interrupted_and_resumed_equals_never_interrupted(name, stop, tmp_path):
    path = tmp_path / "checkpoint.safetensors"
    whole = MAKERS[name]().run(1_000)
    part = MAKERS[name]().run(stop)
    part.save(path)
    part.run(200)  # what happens after the save has no part in it
    torch.rand(10)
    resumed = MAKERS[name]().load(path)
    assert resumed.steps == stop
    resumed.run(1_000 - stop)
    assert_same(resumed, whole)
    for training in (whole, part, resumed):
        training.games.close()


def test_with_two_threads_too(tmp_path):  # as the chapters have it
    torch.set_num_threads(2)
    try:
        test_interrupted_and_resumed_equals_never_interrupted(*STOPS[-1], tmp_path)
    finally:
        torch.set_num_threads(1)


def test_a_training_takes_itself_up_again(tmp_path):
    path = tmp_path / "checkpoint.safetensors"
    whole = breakout().run(600)
    training = breakout().run(300)
    training.save(path)
    training.run(250)
    assert_same(training.load(path).run(300), whole)


def test_saving_changes_nothing(tmp_path):
    training = catch().run(400)
    training.save(tmp_path / "a.safetensors")
    assert_same(training.run(400), catch().run(800))


def test_the_file_holds_no_pickle(tmp_path):
    path = tmp_path / "a.safetensors"
    catch().run(200).save(path)
    state, about = checkpoints.load(path)
    assert about["steps"] == 200
    assert path.read_bytes()[8:9] == b"{"  # safetensors: a length, then a JSON header
    assert {"q_network", "optimiser", "buffer", "games"} <= set(state)


# What does not fit changes nothing


OTHERS = {
    "another game": (lambda: breakout(n_envs=8), "games"),
    "another network": (lambda: catch(size="nature"), "network"),
    "another number of games": (lambda: catch(n_envs=4), "8"),
    "another capacity": (lambda: catch(capacity=1_000), "capacity"),
    "other steps a transition": (lambda: catch(n_step=3), "n_step"),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_checkpoint_of_another_training_is_refused(other, tmp_path):
    path = tmp_path / "a.safetensors"
    catch().run(400).save(path)
    make, named = OTHERS[other]
    training, untouched = make().run(160), make().run(160)
    with pytest.raises((CheckpointError, ValueError), match=named) as caught:
        training.load(path)
    assert str(caught.value).count("\n") <= 3
    assert_same(training.run(160), untouched.run(160))


def with_optimiser(make):
    training = catch()
    training.agent.optimiser = make(list(training.agent.q_network.parameters()))
    return training.run(160)


OPTIMISERS = {
    "another optimiser": (torch.optim.RMSprop, "wanted .* RMSprop .* holds that of Adam"),
    "other groups": (lambda p: torch.optim.Adam([{"params": [x]} for x in p]), r"\[1, 1, .*\[8\]"),
    "another order": (lambda p: torch.optim.Adam(p[::-1]), "exp_avg of .* same order"),
}


@pytest.mark.parametrize("other", OPTIMISERS)
def test_the_state_of_another_optimiser_is_refused(other, tmp_path):
    path = tmp_path / "a.safetensors"
    catch().run(400).save(path)
    make, named = OPTIMISERS[other]
    training, untouched = with_optimiser(make), with_optimiser(make)
    with pytest.raises(CheckpointError, match=named):
        training.load(path)
    assert_same(training.run(160), untouched.run(160))


def test_a_file_that_does_not_name_its_optimiser_is_taken_up(tmp_path):
    path = tmp_path / "a.safetensors"
    whole = catch().run(400)
    whole.save(path)
    state, about = checkpoints.load(path)
    del about["optimiser"]
    checkpoints.save(path, state, about)
    assert_same(catch().load(path).run(160), whole.run(160))


def test_a_full_buffer_is_in_memory_once(tmp_path):
    path = tmp_path / "a.safetensors"
    training = catch(capacity=40_000)
    training.buffer._stored[:] = training.buffer._rows  # as if it were full: 52 MB of frames
    training.save(path)
    tracemalloc.start()
    try:
        training.load(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20e6


def test_a_buffer_that_could_not_be_read_to_its_end_is_empty(tmp_path, monkeypatch):
    path = tmp_path / "a.safetensors"
    training = catch(warm_up=200).run(400)
    training.save(path)

    def broken(self, rows):
        raise OSError("the disk is gone")

    training.run(160)
    monkeypatch.setattr(
        replay, "check_arrays", lambda *_: monkeypatch.setattr(InFile, "__getitem__", broken)
    )
    with pytest.raises(OSError, match="the disk is gone"):
        training.load(path)
    monkeypatch.undo()
    assert len(training.buffer) == 0
    assert training.steps == 560
    training.load(path)
    assert training.steps == 400


def test_a_truncated_checkpoint_is_refused(tmp_path):
    path = tmp_path / "a.safetensors"
    catch().run(200).save(path)
    whole = path.read_bytes()
    for length in (0, 4, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(CheckpointError, match=r"a\.safetensors"):
            catch().load(path)


def test_a_file_of_weights_is_no_training(tmp_path):
    path = tmp_path / "a.safetensors"
    checkpoints.save(path, {"q_network": catch().agent.q_network.state_dict()}, {"kind": "weights"})
    with pytest.raises(CheckpointError, match="kind"):
        catch().load(path)


def test_there_is_no_such_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nothing\.safetensors"):
        catch().load(tmp_path / "nothing.safetensors")


# Out of disk


def test_out_of_disk_keeps_the_old_checkpoint(tmp_path, monkeypatch):
    path = tmp_path / "a.safetensors"
    training = catch().run(200)
    training.save(path)
    before = path.read_bytes()
    training.run(200)

    def full(fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        training.save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.safetensors"]
    assert catch().load(path).steps == 200
