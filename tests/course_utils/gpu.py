"""The Atari chapters on a real GPU: by hand, on a computer that has one.

    make gpu                     on CUDA, or else on MPS
    make gpu DEVICE=cuda:1       on the second GPU

test_devices.py keeps a GPU's rules where there is none. Here is what it cannot show: that the GPU
has every operation, that its sums are the CPU's but for rounding, that the way from pixels to a
saved agent works on it; and that a real GPU refuses what the pretend one does.
"""

import copy
import os

# cuBLAS adds up in the same order each time; read when torch first uses the GPU
os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")

import numpy as np
import pytest
import test_devices as pretend
import torch
from test_devices import CPU, EACH_CHAPTER, MISTAKES, MIXED, a_batch, pixels, tensors_of

from course_utils.atari import AtariGames
from course_utils.atari_scores import evaluate_games
from course_utils.catch import CatchGames
from course_utils.checkpoints import load_weights, save_weights
from course_utils.dqn_training import Training
from course_utils.networks import AtariCNN, DuelingAtariCNN, pick_device
from course_utils.replay import ReplayBuffer
from course_utils.schedules import linear
from course_utils.shipped import ship, shipped, shipped_agents

DEVICE = pick_device(os.environ.get("DEVICE") or "auto")
if DEVICE == CPU and not os.environ.get("DEVICE"):
    pytest.skip("PyTorch finds no GPU here: neither CUDA nor MPS", allow_module_level=True)
ON_CUDA = pytest.mark.skipif(DEVICE.type != "cuda", reason="CUDA only")
pretend.DEVICE, pretend.pick_device = DEVICE, pick_device  # its helpers, on this device
training_of, contents = pretend.training_of, pretend.contents
STEPS = 480


@pytest.fixture
def _always_the_same():
    """Every sum in the same order each time, in whole float32."""
    always = {"benchmark": False, "deterministic": True, "allow_tf32": False}
    with torch.backends.cudnn.flags(enabled=True, **always):
        torch.use_deterministic_algorithms(True)
        yield
        torch.use_deterministic_algorithms(False)


SAME = pytest.mark.usefixtures("_always_the_same")


def on(tensors):
    return {x.device.type for x in tensors}


def weights(network):
    return torch.cat([x.detach().cpu().flatten() for x in network.parameters()])


# The device, and the rules that the pretend one keeps


def test_auto_finds_it():
    assert pick_device("auto").type == DEVICE.type
    assert pick_device(DEVICE) == DEVICE


@ON_CUDA
def test_a_gpu_too_many_is_named():
    with pytest.raises(ValueError, match="asked for the GPU 'cuda:99'; there are"):
        pick_device("cuda:99")


@pytest.mark.parametrize("grad_mode", [torch.enable_grad, torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("mixed", MIXED)
def test_tensors_of_both_devices_do_not_mix(mixed, grad_mode):
    with grad_mode(), pytest.raises(RuntimeError):
        MIXED[mixed]()


@pytest.mark.parametrize("to_numpy", [lambda x: x.numpy(), np.asarray, lambda x: np.stack([x])])
def test_a_tensor_of_the_device_is_no_array(to_numpy):
    with pytest.raises(TypeError, match=r"can't convert .* to numpy"):
        to_numpy(pretend.there(1.0, 2.0))


def test_a_number_of_the_cpu_may_mix_and_indices_of_the_cpu_may_index():
    pretend.test_a_number_of_the_cpu_may_mix_and_indices_of_the_cpu_may_index()


@EACH_CHAPTER
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_class_is_refused(chapter, mistake, tmp_path):
    agent = training_of(pretend.copy_of(chapter, tmp_path, mistake), DEVICE).agent
    with pytest.raises((RuntimeError, TypeError)):
        pretend.use(agent)


# Sums: the CPU's but for rounding


@pytest.mark.parametrize("size", ["small", "nature"])
@pytest.mark.parametrize("cls", [AtariCNN, DuelingAtariCNN])
def test_a_network_computes_there_what_it_does_here(cls, size):
    here, obs = cls(4, size=size, seed=0), torch.from_numpy(pixels(64, (4, 84, 84)))
    wanted, came = here(obs), cls(4, size=size, seed=0).to(DEVICE)(obs.to(DEVICE))
    assert came.device.type == DEVICE.type
    # as CUDA computes by default, with convolutions in TF32: ten bits
    assert (came.cpu() - wanted).abs().max() < 0.01 * wanted.abs().max()


@SAME
@EACH_CHAPTER
def test_an_update_there_comes_to_the_one_here(chapter):
    # each from the same weights: two trainings part for good where two Q-values are nearly equal
    # and the best action is another one on the GPU
    here, there = (training_of(chapter, device).agent for device in ("cpu", DEVICE))
    for _ in range(30):
        there.q_network.load_state_dict(here.q_network.state_dict())
        there.target_network.load_state_dict(here.target_network.state_dict())
        there.optimiser.load_state_dict(copy.deepcopy(here.optimiser.state_dict()))
        before = weights(here.q_network)
        losses = [agent.update(a_batch(32)) for agent in (here, there)]
        assert losses[1] == pytest.approx(losses[0], rel=1e-3, abs=1e-6)
        moved = weights(here.q_network) - before
        apart = weights(there.q_network) - weights(here.q_network)
        assert moved.norm() > 0
        assert apart.norm() < 0.02 * moved.norm()
    assert on(tensors_of(there)) == {DEVICE.type}


# A training


@EACH_CHAPTER
def test_catch_is_learnt_there(chapter):
    games = CatchGames(n_envs=8, seed=0)
    network = AtariCNN(games.n_actions, obs_shape=pretend.PIXELS, seed=0)
    agent = pretend.code_of(chapter).DQN(network, copy_every=100, device=DEVICE, seed=0)
    buffer = ReplayBuffer(10_000, n_envs=8, obs_shape=pretend.PIXELS, n_step=3, seed=0)
    training = Training(
        agent, games, buffer, epsilon=linear(1.0, 0.05, 3_000), warm_up=500, steps_per_update=4
    )
    training.run(5_000)
    assert agent.updates == 1_124
    scores = evaluate_games(agent.act, CatchGames(n_envs=20, seed=1), games=100, epsilon=0)
    assert scores.mean > 0.9, scores


@SAME
@EACH_CHAPTER
@pytest.mark.parametrize("stop", [104, 328])
def test_a_training_goes_on_there_as_if_never_stopped(chapter, stop, tmp_path):
    never = training_of(chapter, DEVICE).run(STEPS)
    training_of(chapter, DEVICE).run(stop).save(tmp_path / "a")
    resumed = training_of(chapter, DEVICE, seed=7).load(tmp_path / "a").run(STEPS - stop)
    assert contents(resumed) == contents(never)
    assert on(tensors_of(resumed.agent)) == {DEVICE.type}


@EACH_CHAPTER
@pytest.mark.parametrize("saved_on", ["cpu", "gpu"])
def test_a_training_moves_to_the_other_device(chapter, saved_on, tmp_path):
    devices = ["cpu", DEVICE] if saved_on == "cpu" else [DEVICE, "cpu"]
    saved = training_of(chapter, devices[0]).run(STEPS // 2)
    saved.save(tmp_path / "a")
    loaded = training_of(chapter, devices[1], seed=7).load(tmp_path / "a")
    assert contents(loaded) == contents(saved)
    updates = loaded.agent.updates
    loaded.run(STEPS // 2)
    assert loaded.agent.updates > updates
    assert on(tensors_of(loaded.agent)) == {torch.device(devices[1]).type}


@EACH_CHAPTER
def test_breakout_is_trained_there_saved_and_shipped(chapter, tmp_path):
    games = AtariGames("Breakout", n_envs=8, seed=0)
    network = pretend.CHAPTERS[chapter](games.n_actions, seed=0)
    agent = pretend.code_of(chapter).DQN(network, device=DEVICE, seed=0)
    before = weights(agent.q_network)
    buffer = ReplayBuffer(8_000, n_envs=8, n_step=3, seed=0)
    training = Training(agent, games, buffer, epsilon=linear(1.0, 0.02, 4_000), warm_up=1_000)
    training.run(6_000, checkpoint=tmp_path / "checkpoint")
    assert agent.updates == 624
    assert np.isfinite(training.losses).all()
    assert len(training.log) > 5

    save_weights(agent.q_network, tmp_path / "weights")
    here = pretend.CHAPTERS[chapter](games.n_actions, seed=1)
    load_weights(here, tmp_path / "weights")
    assert torch.equal(weights(here), weights(agent.q_network))
    assert (weights(here) - before).norm() > 0.1
    ship(agent.q_network, game="Breakout", steps=6_000, folder=tmp_path)
    there = shipped("Breakout", 6_000, device=DEVICE, folder=tmp_path)
    assert on(there.network.parameters()) == {DEVICE.type}
    assert evaluate_games(there.act, "Breakout", games=2, max_frames=2_000).scores.shape == (2,)


# What comes with the course


@pytest.mark.parametrize(("game", "steps", "size"), shipped_agents())
def test_a_shipped_agent_plays_there_as_it_does_here(game, steps, size):
    here, there = (shipped(game, steps, size=size, device=x) for x in ("cpu", DEVICE))
    games, same = AtariGames(game, n_envs=8, seed=0), []
    for _ in range(60):
        action = here.act(games.obs, 0.05)
        same += (here.act(games.obs) == there.act(games.obs)).tolist()
        games.send(action)
        games.recv()
    # rounded otherwise, two Q-values that are nearly equal can change places
    assert np.mean(same) > 0.97


@EACH_CHAPTER
def test_actions_and_losses_come_back_as_numpy_and_a_number(chapter):
    agent = training_of(chapter, DEVICE).agent
    for epsilon in (0.0, 0.5):
        actions = agent.act(pixels(8), epsilon)
        assert (type(actions), actions.dtype, actions.shape) == (np.ndarray, np.int64, (8,))
    assert type(agent.update(a_batch())) is float


def test_the_functions_of_chapter_6_keep_a_network_that_is_there(tmp_path):
    pretend.test_the_functions_of_chapter_6_keep_a_network_that_is_there(tmp_path)
