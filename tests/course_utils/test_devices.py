"""One `device` argument is all it takes: tried without a GPU, on a device that is not there.

Equal means equal to the bit. To that end the CPU's side takes the pixels as a GPU does
(`plain_pixels`): in the layout that the CPU prefers, sums are added up in another order.
"""

import functools
import hashlib
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import torch
from pretend_device import DEVICE, PretendTensor, pretend_device

from course_utils import checkpoints, networks
from course_utils import shipped as shipping
from course_utils.catch import CatchGames
from course_utils.checkpoints import load_weights, save_weights
from course_utils.dqn_training import Training
from course_utils.networks import AtariCNN, DuelingAtariCNN
from course_utils.packing import pack
from course_utils.replay import Batch, ReplayBuffer
from course_utils.schedules import linear
from course_utils.shipped import ship, shipped

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training"))
from notebook_code import definitions  # noqa: E402

CHAPTERS = {"5_dqn_breakout": AtariCNN, "6_dqn_space_invaders": DuelingAtariCNN}
EACH_CHAPTER = pytest.mark.parametrize("chapter", CHAPTERS)
PIXELS = (4, 36, 36)
STEPS = 480  # of a training here: 52 updates, and two copies to the target network
CPU = torch.device("cpu")
# what `pick_device` would find in a computer that has this device
pick_device = {"cpu": CPU, "cuda": DEVICE, "auto": DEVICE}.__getitem__


@pytest.fixture(autouse=True)
def _device(monkeypatch):
    monkeypatch.setattr(shipping, "pick_device", pick_device)
    with pretend_device():
        yield


def to_float(obs):
    return obs.to(torch.float32)


@pytest.fixture
def plain_pixels(monkeypatch):
    monkeypatch.setattr(networks, "_as_float", to_float)


@pytest.fixture(scope="module")
def on_the_cpu():
    """What a training of each chapter comes to on the CPU, and how it plays then."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(networks, "_as_float", to_float)
        trained = {chapter: training_of(chapter, "cpu").run(STEPS) for chapter in CHAPTERS}
        return {
            chapter: (contents(training), training.agent.act(pixels(50)))
            for chapter, training in trained.items()
        }


@functools.cache
def code_of(chapter):
    module = definitions(str(chapter))
    module.pick_device = pick_device
    return module


def network_of(chapter, *, seed=0):
    return CHAPTERS[Path(chapter).stem](3, obs_shape=PIXELS, seed=seed)


def training_of(chapter, device, *, seed=0):
    """A training of a chapter's class on Catch."""
    agent = code_of(chapter).DQN(
        network_of(chapter, seed=seed), lr=1e-3, copy_every=20, device=device, seed=seed
    )
    games = CatchGames(n_envs=8, seed=seed)
    buffer = ReplayBuffer(1_000, n_envs=8, obs_shape=PIXELS, n_step=3, seed=seed)
    return Training(agent, games, buffer, epsilon=linear(1.0, 0.05, 500), warm_up=56)


def tensors_of(agent):
    """All that an update computes with, the transitions apart."""
    moments = [x for state in agent.optimiser.state.values() for x in state.values()]
    return [*agent.q_network.parameters(), *agent.target_network.parameters(), *moments]


def contents(training):
    """All that a training consists of, in a form that pytest compares in one line."""
    with tempfile.TemporaryDirectory() as folder:
        training.save(Path(folder) / "a")
        state, _ = checkpoints.load(Path(folder) / "a")
    state["training"].pop("seconds")
    arrays = {}
    tree = pack(state, arrays)
    hashed = {name: hashlib.sha256(array.tobytes()).hexdigest() for name, array in arrays.items()}
    return tree, hashed


def pixels(n, shape=PIXELS, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, *shape), dtype=np.uint8)


def a_batch(n=8):
    rng = np.random.default_rng(1)
    action, reward = rng.integers(3, size=n), rng.normal(size=n).astype(np.float32)
    fields = (pixels(n, seed=2), action, reward, pixels(n, seed=3), rng.random(n) < 0.3)
    return Batch(*map(torch.from_numpy, fields))


# The device is as strict as a real one


def there(*values):
    return torch.tensor(values).to(DEVICE)


MIXED = {
    "a sum": lambda: there(1.0, 2.0) + torch.ones(2),
    "a sum with one number of the device": lambda: torch.ones(2) + there(1.0)[0],
    "a product of matrices": lambda: there(1.0, 2.0) @ torch.ones(2, 3),
    "a choice": lambda: torch.where(torch.tensor([True, False]), there(1.0, 2.0), 0.0),
    "gather": lambda: there([1.0, 2.0]).gather(1, torch.tensor([[0]])),
    "indices of the device": lambda: torch.ones(2)[there(0)],
    "in place": lambda: torch.ones(2).add_(there(1.0, 2.0)),
    "in place, a number": lambda: torch.tensor(1.0).add_(there(1.0)[0]),
    "a stack": lambda: torch.stack([there(1.0), torch.ones(1)]),
    "a loss": lambda: torch.nn.functional.smooth_l1_loss(there(1.0), torch.ones(1)),
    "a layer": lambda: torch.nn.Linear(2, 1)(there(1.0, 2.0)),
    "a list": lambda: torch._foreach_add_([there(1.0)], [torch.ones(1)]),
}


@pytest.mark.parametrize("grad_mode", [torch.enable_grad, torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("mixed", MIXED)
def test_tensors_of_both_devices_do_not_mix(mixed, grad_mode):
    with grad_mode(), pytest.raises(RuntimeError, match="all tensors to be on the same device"):
        MIXED[mixed]()


@pytest.mark.parametrize("to_numpy", [lambda x: x.numpy(), np.asarray, lambda x: np.stack([x])])
def test_a_tensor_of_the_device_is_no_array(to_numpy):
    with pytest.raises(TypeError, match=r"can't convert .* to numpy"):
        to_numpy(there(1.0, 2.0))


def test_a_number_of_the_cpu_may_mix_and_indices_of_the_cpu_may_index():
    x = there(1.0, 2.0)
    assert (x * torch.tensor(2.0)).tolist() == [2, 4]
    assert x[torch.tensor([1, 1, 0])].tolist() == [2, 2, 1]
    assert there([1.0, 2.0], [3.0, 4.0])[torch.arange(2), there(1, 0)].tolist() == [2, 3]
    x[torch.tensor([0])] = 5.0
    assert x.tolist() == [5, 2]


@pytest.mark.parametrize("grad_mode", [torch.enable_grad, torch.no_grad, torch.inference_mode])
def test_values_go_there_and_back_as_copies(grad_mode):
    array = np.ones(2, np.float32)
    with grad_mode():
        x = torch.from_numpy(array).to(DEVICE)
        array[0] = 2
        back = x.cpu()
        x += 1
        assert (x.device, back.device) == (DEVICE, CPU)
        assert (x.tolist(), back.tolist()) == ([2, 2], [1, 1])
        assert (type(back), type(back.numpy())) == (torch.Tensor, np.ndarray)
        assert (x.sum().item(), float(x[0]), bool(x[0] > 1)) == (4.0, 2.0, True)
        assert x.to(DEVICE) is x
        copied = torch.zeros(2).copy_(x), x.clone().copy_(back)
        assert [type(y) for y in copied] == [torch.Tensor, PretendTensor]
        assert [y.tolist() for y in copied] == [[2, 2], [1, 1]]


def test_what_is_made_there_is_there():
    x = there(1.0, 2.0)
    made = [torch.zeros(2, device=DEVICE), torch.arange(2, device=x.device), torch.empty_like(x)]
    made += [x.new_ones(3), torch.rand(2, device="lazy"), torch.tensor([1], device=DEVICE)]
    assert [type(y) for y in made] == [PretendTensor] * len(made)
    assert torch.zeros_like(x, device="cpu").device == CPU
    assert torch.zeros(2).device == CPU


@pytest.mark.parametrize("send", [lambda x: x.to(DEVICE), lambda x: there(1.0).to(x.dtype)])
def test_there_is_no_float64_there(send):
    with pytest.raises(TypeError, match="has no float64"):
        send(torch.ones(2, dtype=torch.float64))


def test_a_module_goes_there_and_back_and_learns_there():
    torch.manual_seed(0)
    layer, x = torch.nn.Linear(3, 1), torch.rand(5, 3)
    layer(x).square().sum().backward()
    moved = torch.nn.Linear(3, 1).to(DEVICE)
    moved.load_state_dict(layer.state_dict())
    moved(x.to(DEVICE)).square().sum().backward()
    assert moved.weight.grad.device == DEVICE
    assert torch.equal(moved.weight.grad.cpu(), layer.weight.grad)
    assert torch.equal(moved.to("cpu")(x), layer(x))


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("step", torch.tensor(1.0), "all tensors to be on the same device"),
        ("exp_avg", torch.ones(2, 3), "all tensors to be on the same device"),
        ("exp_avg", torch.ones(3, 2).T, "must have same dtype, device, and layout"),
    ],
)
def test_fused_adam_wants_its_state_there_and_laid_out_as_the_weights(name, wrong, words):
    weight = torch.nn.Parameter(torch.ones(2, 3).to(DEVICE))
    optimiser = torch.optim.Adam([weight], fused=True)
    weight.sum().backward()
    optimiser.step()
    optimiser.state[weight][name] = wrong.to(DEVICE) if "layout" in words else wrong
    with pytest.raises(RuntimeError, match=words):
        optimiser.step()


# The networks


@pytest.mark.parametrize("size", ["small", "nature"])
@pytest.mark.parametrize("cls", [AtariCNN, DuelingAtariCNN])
def test_a_network_computes_there_what_it_does_here(cls, size, monkeypatch):
    here, obs = cls(4, size=size, seed=0), torch.from_numpy(pixels(5, (4, 84, 84)))
    q_values = here(obs)
    on_device = cls(4, size=size, seed=0).to(DEVICE)(obs.to(DEVICE))
    assert on_device.device == DEVICE
    # on the CPU the pixels lie in another order, and so are the sums
    assert torch.allclose(on_device.cpu(), q_values, rtol=1e-4, atol=1e-6)
    monkeypatch.setattr(networks, "_as_float", to_float)
    assert torch.equal(on_device.cpu(), here(obs))


# A training


@EACH_CHAPTER
def test_a_training_there_is_the_one_here_to_the_bit(chapter, on_the_cpu, plain_pixels):
    contents_here, actions_here = on_the_cpu[chapter]
    training = training_of(chapter, "cuda").run(STEPS)
    assert training.agent.updates > 50
    assert contents(training) == contents_here
    assert np.array_equal(training.agent.act(pixels(50)), actions_here)
    tensors = tensors_of(training.agent)
    # a weight is in both networks, and Adam keeps two means and the number of steps
    assert len(tensors) == 5 * len(list(training.agent.q_network.parameters()))
    assert {x.device for x in tensors} == {DEVICE}


@EACH_CHAPTER
def test_each_target_copy_is_made_there(chapter):
    agent = training_of(chapter, "auto").agent
    for updates in range(1, 22):
        agent.update(a_batch())
        pairs = zip(agent.q_network.parameters(), agent.target_network.parameters(), strict=True)
        same = [torch.equal(online, target) for online, target in pairs]
        assert all(same) if updates % 20 == 0 else not any(same)


@EACH_CHAPTER
def test_actions_and_losses_come_back_as_numpy_and_a_number(chapter):
    agent = training_of(chapter, "cuda").agent
    for epsilon in (0.0, 0.5):
        actions = agent.act(pixels(8), epsilon)
        assert (type(actions), actions.dtype, actions.shape) == (np.ndarray, np.int64, (8,))
    assert type(agent.update(a_batch())) is float


@EACH_CHAPTER
@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_here_is_named(chapter, device, monkeypatch):
    monkeypatch.setattr(code_of(chapter), "pick_device", networks.pick_device)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(ValueError, match=f"asked for the device '{device}', which PyTorch .* not"):
        code_of(chapter).DQN(network_of(chapter), device=device)


# Checkpoints


@EACH_CHAPTER
@pytest.mark.parametrize(
    ("saved_on", "goes_on_on"), [("cuda", "cuda"), ("cpu", "cuda"), ("cuda", "cpu")]
)
def test_a_training_goes_on_as_if_never_stopped(
    chapter, saved_on, goes_on_on, on_the_cpu, plain_pixels, tmp_path
):
    training_of(chapter, saved_on).run(STEPS // 2).save(tmp_path / "a")
    resumed = training_of(chapter, goes_on_on, seed=7).load(tmp_path / "a")
    assert {x.device for x in tensors_of(resumed.agent)} == {pick_device(goes_on_on)}
    assert contents(resumed.run(STEPS // 2)) == on_the_cpu[chapter][0]


@EACH_CHAPTER
def test_weights_saved_there_are_those_of_a_network_here(chapter, tmp_path):
    trained = training_of(chapter, "cuda").run(200).agent.q_network
    save_weights(trained, tmp_path / "a")
    here, on_device = network_of(chapter, seed=1), network_of(chapter, seed=2).to(DEVICE)
    for network in (here, on_device):
        load_weights(network, tmp_path / "a")
        for mine, theirs in zip(network.parameters(), trained.parameters(), strict=True):
            assert torch.equal(mine.cpu(), theirs.cpu())
    assert {x.device for x in here.parameters()} == {CPU}
    assert {x.device for x in on_device.parameters()} == {DEVICE}


@EACH_CHAPTER
def test_an_agent_shipped_from_there_acts_there_and_here(chapter, plain_pixels, tmp_path):
    trained = training_of(chapter, "cuda").run(200).agent.q_network
    ship(trained, game="Catch", steps=200, folder=tmp_path)
    here, on_device = (shipped("Catch", 200, device=x, folder=tmp_path) for x in ("cpu", "cuda"))
    assert {x.device for x in on_device.network.parameters()} == {DEVICE}
    obs = pixels(50)
    for epsilon in (0.0, 0.5):
        assert np.array_equal(on_device.act(obs, epsilon), here.act(obs, epsilon))


def test_the_functions_of_chapter_6_keep_a_network_that_is_there(tmp_path):
    module = code_of("6_dqn_space_invaders")
    here, on_device = module.DuelingNetwork(3, seed=0), module.DuelingNetwork(3, seed=0).to(DEVICE)
    assert module.fingerprint(on_device) == module.fingerprint(here)
    module.save_network(on_device, tmp_path / "a", {"game": "Catch"})
    for place in (CPU, DEVICE):
        other = module.DuelingNetwork(3, seed=1).to(place)
        assert module.load_network(other, tmp_path / "a") == {"game": "Catch"}
        assert module.fingerprint(other) == module.fingerprint(here)
        obs = torch.from_numpy(pixels(2, (4, 84, 84)))
        assert other(obs.to(place)).device.type == place.type


# Mistakes, made on purpose in a copy of the chapter, are caught


MOVED = "(x.to(self.device) for x in batch)"
COPIED = "copy.deepcopy(self.q_network)"
MISTAKES = {
    **{f"{name} stays": (MOVED, f"{MOVED}; {name} = batch.{name}") for name in Batch._fields},
    "the batch stays": (MOVED, "batch"),
    "the network stays": ("self.q_network = network.to(self.device)", "self.q_network = network"),
    "the target network comes back": (COPIED, f"{COPIED}.cpu()"),
    "the obs to act on stays": ("torch.from_numpy(obs).to(self.device)", "torch.from_numpy(obs)"),
    "the Q-values do not come back": (".to(self.device)).cpu()", ".to(self.device))"),
    "the loss does not come back": ("return loss.item()", "return loss.detach().numpy()"),
}


def copy_of(chapter, folder, mistake=None):
    """The chapter's source with one mistake in its class."""
    path = folder / f"{chapter}.py"
    text = (ROOT / "solutions" / path.name).read_text(encoding="utf-8")
    if mistake:
        right, wrong = MISTAKES[mistake]
        assert text.count(right) == 1, "the chapter is no longer written so: write the mistake anew"
        text = text.replace(right, wrong)
    path.write_text(text, encoding="utf-8")
    return path


def use(agent):
    agent.act(pixels(8))
    agent.update(a_batch())


@EACH_CHAPTER
@pytest.mark.parametrize("mistake", [None, *MISTAKES])
def test_a_mistake_in_the_class_is_caught(chapter, mistake, tmp_path):
    agent = training_of(copy_of(chapter, tmp_path, mistake), "cuda").agent
    if not mistake:
        use(agent)
        return
    words = r"all tensors to be on the same device|can't convert .* to numpy"
    with pytest.raises((RuntimeError, TypeError), match=words):
        use(agent)


def keep_the_tensors(optimiser, state):
    for index, weight in enumerate(optimiser.param_groups[0]["params"]):
        optimiser.state[weight] = state["state"][index]


RESTORED_HERE = {
    "weights": (
        torch.nn.Module,
        lambda self, state, load=torch.nn.Module.load_state_dict: load(self, state, assign=True),
    ),
    "moments": (torch.optim.Optimizer, keep_the_tensors),
}


@pytest.mark.parametrize("what", RESTORED_HERE)
def test_a_checkpoint_restored_to_the_wrong_device_is_caught(what, monkeypatch, tmp_path):
    training = training_of("5_dqn_breakout", "cuda").run(200)
    training.save(tmp_path / "a")
    owner, load = RESTORED_HERE[what]
    with monkeypatch.context() as patched:
        patched.setattr(owner, "load_state_dict", load)
        training.load(tmp_path / "a")
    with pytest.raises(RuntimeError, match="all tensors to be on the same device"):
        training.run(200)
