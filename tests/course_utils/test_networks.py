"""The networks: sizes and sums worked by hand, and what they refuse to read."""

import json

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from course_utils.networks import AtariCNN, DuelingAtariCNN, make_network, pick_device

CLASSES = (AtariCNN, DuelingAtariCNN)
EVERY = pytest.mark.parametrize(
    ("cls", "size"), [(cls, size) for cls in CLASSES for size in ("small", "nature")]
)


def pixels(n, shape=(4, 84, 84), seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 256, (n, *shape), dtype=torch.uint8, generator=generator)


def n_parameters(network):
    return sum(parameter.numel() for parameter in network.parameters())


# Sizes


@pytest.mark.parametrize(
    ("size", "side", "sides"),
    [
        ("small", 84, [20, 9]),  # (84 - 8) / 4 + 1 = 20, (20 - 4) / 2 + 1 = 9
        ("nature", 84, [20, 9, 7]),  # (9 - 3) / 1 + 1 = 7
        ("small", 36, [8, 3]),  # (36 - 8) / 4 + 1 = 8, (8 - 4) / 2 + 1 = 3
        ("nature", 36, [8, 3, 1]),
    ],
)
def test_the_sizes_of_the_convolutions_by_hand(size, side, sides):
    network = AtariCNN(3, obs_shape=(4, side, side), size=size)
    x = torch.zeros(2, 4, side, side)
    seen = []
    for layer in network.convolutions:
        x = layer(x)
        if isinstance(layer, torch.nn.Conv2d):
            seen.append(tuple(x.shape[2:]))
    assert seen == [(s, s) for s in sides]


def test_the_parameters_by_hand():
    # a filter has kernel * kernel * channels weights and a bias; a unit one weight an input
    small = 16 * (8 * 8 * 4 + 1) + 32 * (4 * 4 * 16 + 1)
    nature = 32 * (8 * 8 * 4 + 1) + 64 * (4 * 4 * 32 + 1) + 64 * (3 * 3 * 64 + 1)
    hidden_small, hidden_nature = 256 * (32 * 9 * 9 + 1), 512 * (64 * 7 * 7 + 1)
    assert n_parameters(AtariCNN(4)) == small + hidden_small + 4 * 257 == 677_172
    assert n_parameters(AtariCNN(6)) == 677_172 + 2 * 257
    assert n_parameters(AtariCNN(4, size="nature")) == nature + hidden_nature + 4 * 513 == 1_686_180
    # two hidden layers, and one output more: the value
    assert n_parameters(DuelingAtariCNN(4)) == small + 2 * hidden_small + 5 * 257
    assert n_parameters(DuelingAtariCNN(4, size="nature")) == nature + 2 * hidden_nature + 5 * 513


@EVERY
def test_one_q_value_an_action(cls, size):
    for n_actions, shape in ((4, (4, 84, 84)), (3, (4, 36, 36)), (18, (2, 44, 60))):
        network = cls(n_actions, obs_shape=shape, size=size)
        q_values = network(pixels(5, shape))
        assert q_values.shape == (5, n_actions)
        assert q_values.dtype == torch.float32


# What is computed


@EVERY
def test_pixels_are_divided_by_255_and_their_layout_changes_nothing(cls, size):
    network, obs = cls(4, size=size, seed=0), pixels(6)
    by_hand = network.convolutions(obs.float() / 255)
    assert torch.allclose(network.features(obs), by_hand, atol=1e-5)
    full, black = torch.full((1, 4, 84, 84), 255, dtype=torch.uint8), torch.zeros(1, 4, 84, 84)
    assert torch.allclose(network.features(full), network.convolutions(black + 1), atol=1e-5)
    other_layout = obs.contiguous(memory_format=torch.channels_last)
    assert torch.allclose(network(obs), network(other_layout), atol=1e-5)


@pytest.mark.parametrize("shape", [(4, 84, 84), (1, 36, 36), (3, 40, 52)])
@pytest.mark.parametrize("n_obs", [1, 32])
def test_the_convolutions_get_the_pixels_of_the_plain_conversion_to_the_bit(shape, n_obs):
    network, given = AtariCNN(4, obs_shape=shape), []
    network.convolutions.register_forward_pre_hook(lambda _, inputs: given.append(inputs[0]))
    obs = pixels(n_obs, shape)
    network(obs)
    assert torch.equal(given[0], obs.float() / 255)
    assert given[0].is_contiguous(memory_format=torch.channels_last)


def test_the_pixels_given_are_left_as_they_were():
    obs = pixels(2)
    before = obs.clone()
    AtariCNN(4)(obs)
    assert torch.equal(obs, before)


def test_a_batch_is_its_rows():
    network, obs = AtariCNN(4, seed=3), pixels(4)
    alone = torch.cat([network(obs[i : i + 1]) for i in range(4)])
    assert torch.allclose(network(obs), alone, atol=1e-5)


def test_the_dueling_heads_by_hand():
    network = DuelingAtariCNN(3, obs_shape=(4, 36, 36))
    with torch.no_grad():
        for head in (network.value, network.advantage):
            head[2].weight.zero_()
        network.value[2].bias.fill_(5.0)
        network.advantage[2].bias.copy_(torch.tensor([1.0, 2.0, 6.0]))
    # the mean advantage is 3: 5 + 1 - 3, 5 + 2 - 3, 5 + 6 - 3
    assert network(pixels(2, (4, 36, 36))).tolist() == [[3, 4, 8]] * 2


def test_the_mean_of_the_dueling_q_values_is_the_value():
    network, obs = DuelingAtariCNN(6, seed=1), pixels(8)
    values = network.value(network.features(obs)).squeeze(1)
    assert values.std() > 0
    assert torch.allclose(network(obs).mean(dim=1), values, atol=1e-6)


@EVERY
def test_every_layer_learns(cls, size):
    network = cls(4, size=size, seed=0)
    network(pixels(8)).square().sum().backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize("cls", CLASSES)
def test_fused_adam_does_what_plain_adam_does(cls):
    # fused Adam reads memory in order: it is wrong when layouts differ, and says nothing
    def trained(fused):
        network = cls(4, obs_shape=(4, 36, 36), size="nature", seed=0)
        optimiser = torch.optim.Adam(network.parameters(), lr=1e-3, fused=fused)
        for step in range(4):
            optimiser.zero_grad()
            network(pixels(8, (4, 36, 36), seed=step)).sub(1).square().mean().backward()
            optimiser.step()
        return network(pixels(8, (4, 36, 36)))

    assert torch.allclose(trained(True), trained(False), atol=1e-4)


@pytest.mark.parametrize("cls", CLASSES)
def test_it_learns_to_tell_left_from_right(cls):
    shape = (4, 36, 36)
    sides = torch.zeros(2, *shape, dtype=torch.uint8)
    sides[0, :, :, :18] = 255
    sides[1, :, :, 18:] = 255
    wanted = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    network = cls(2, obs_shape=shape, seed=0)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    for _ in range(60):
        optimiser.zero_grad()
        mse_loss(network(sides), wanted).backward()
        optimiser.step()
    assert torch.allclose(network(sides), wanted, atol=0.1)


# Initial weights


def same(a, b):
    return all(torch.equal(x, y) for x, y in zip(a.parameters(), b.parameters(), strict=True))


@pytest.mark.parametrize("cls", CLASSES)
def test_the_seed_makes_the_weights_and_leaves_the_global_generator_alone(cls):
    before = torch.get_rng_state()
    assert same(cls(4, seed=7), cls(4, seed=7))
    assert not same(cls(4, seed=7), cls(4, seed=8))
    assert torch.equal(torch.get_rng_state(), before)


def test_without_a_seed_the_caller_seeds():
    def made(seed):
        torch.manual_seed(seed)
        return AtariCNN(4)

    with torch.random.fork_rng(devices=[]):
        assert same(made(7), made(7))
        assert same(made(7), AtariCNN(4, seed=7))
        assert not same(made(7), AtariCNN(4))


@EVERY
def test_settings_build_the_same_kind_again(cls, size):
    network = cls(6, obs_shape=(4, 36, 40), size=size)
    again = make_network(json.loads(json.dumps(network.settings)))
    assert type(again) is cls
    assert again.settings == network.settings
    again.load_state_dict(network.state_dict())
    obs = pixels(2, (4, 36, 40))
    assert torch.equal(again(obs), network(obs))


# Bad input


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize(
    ("obs", "error", "message"),
    [
        (pixels(2).float(), TypeError, r"\(B, 4, 84, 84\); got torch.float32.*itself divides"),
        (pixels(2) / 255, TypeError, "got torch.float32.*the network itself divides them by 255"),
        (pixels(2).long(), TypeError, "got torch.int64"),
        (pixels(2).numpy(), TypeError, r"got ndarray. Write torch.from_numpy\(obs\)"),
        (pixels(1)[0], ValueError, r"got one observation, \(4, 84, 84\). Write obs\[None\]"),
        (pixels(2).permute(0, 2, 3, 1), ValueError, r"got shape \(2, 84, 84, 4\)"),
        (pixels(2, (4, 36, 36)), ValueError, r"got shape \(2, 4, 36, 36\)"),
        (pixels(2)[None], ValueError, r"got shape \(1, 2, 4, 84, 84\)"),
    ],
)
def test_what_is_no_batch_of_pixels_is_named(cls, obs, error, message):
    with pytest.raises(error, match=message):
        cls(4)(obs)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: AtariCNN(0), "at least 1 action.*n_actions=0"),
        (lambda: AtariCNN(4, obs_shape=(84, 84)), r"obs_shape \(frames, height, width\).*\(84, 84"),
        (lambda: AtariCNN(4, size="big"), "size is one of 'small', 'nature'; got 'big'"),
        (lambda: AtariCNN(4, obs_shape=(4, 35, 35), size="nature"), "35x35 are too small.*36x36"),
        (lambda: make_network({"class": "MyNetwork", "n_actions": 4}), "got 'MyNetwork'"),
    ],
)
def test_a_network_that_cannot_be_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


# Devices


def has(monkeypatch, *, gpus=0, mps=False):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpus > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


def test_auto_takes_the_fastest_there_is(monkeypatch):
    has(monkeypatch)
    assert pick_device() == pick_device("cpu") == torch.device("cpu")
    has(monkeypatch, mps=True)
    assert pick_device("auto").type == pick_device("mps").type == "mps"
    has(monkeypatch, gpus=2)
    assert pick_device("auto").type == pick_device(torch.device("cuda")).type == "cuda"
    assert pick_device("cuda:1") == torch.device("cuda:1")


def test_what_is_computed_on_a_device_that_is_here():
    device = pick_device("auto")
    network = AtariCNN(4, seed=0).to(device)
    assert np.isfinite(network(pixels(2).to(device)).detach().cpu().numpy()).all()


@pytest.mark.parametrize(
    ("device", "message"),
    [
        (
            "cuda",
            r"asked for the device 'cuda'.*for the CPU only.*it finds: cpu. .*device=\"auto\"",
        ),
        ("mps", "asked for the device 'mps'.*Apple.*it finds: cpu"),
        ("gpu", "device is .*; got 'gpu'"),
        ("meta", "device is .*; got 'meta'"),
        (None, "device is .*; got None"),
    ],
)
def test_a_device_that_is_not_here_is_named(monkeypatch, device, message):
    has(monkeypatch)
    with pytest.raises(ValueError, match=message):
        pick_device(device)


def test_a_gpu_too_many_is_named(monkeypatch):
    has(monkeypatch, gpus=1)
    with pytest.raises(ValueError, match="asked for the GPU 'cuda:1'; there are 1, from cuda:0 on"):
        pick_device("cuda:1")


@EVERY
def test_the_first_weights_keep_a_signal_and_the_q_values_near_0(cls, size):
    network = cls(4, size=size, seed=0)
    layers = [m for m in network.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    for layer in layers:
        fan_in = layer.weight[0].numel()
        is_output = isinstance(layer, nn.Linear) and layer.out_features <= 4
        wanted = (2 / fan_in) ** 0.5 * (0.1 if is_output else 1)  # He et al. (2015), eq. 10
        few = layer.weight.numel() ** -0.5  # the relative error of a standard deviation, and more
        assert layer.weight.std().item() == pytest.approx(wanted, rel=4 * few)
        assert not layer.bias.any()
