"""Checkpoints: all that was saved comes back, and each file that is no good is named."""

import errno
import io
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from safetensors.torch import save_file
from torch.nn.functional import mse_loss

from course_utils import checkpoints
from course_utils.checkpoints import (
    CheckpointError,
    check_shapes,
    load,
    load_weights,
    save,
    save_weights,
)
from course_utils.networks import AtariCNN, DuelingAtariCNN
from course_utils.packing import DTYPES

ROOT = Path(__file__).parents[2]
TINY = (4, 36, 36)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "agent.safetensors"


def assert_same(a, b):
    """The same values, types, dtypes and memory layouts."""
    assert type(a) is type(b)
    if isinstance(a, dict):
        assert list(a) == list(b)
        for key in a:
            assert_same(a[key], b[key])
    elif isinstance(a, (list, tuple)):
        assert len(a) == len(b)
        for x, y in zip(a, b, strict=True):
            assert_same(x, y)
    elif isinstance(a, torch.Tensor):
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        assert torch.equal(a, b)
    elif isinstance(a, (np.ndarray, np.generic)):
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        assert a.tobytes() == b.tobytes()
    else:
        assert a == b or (a != a and b != b)


def tiny(n_actions=3, **options):
    return AtariCNN(n_actions, obs_shape=TINY, **options)


# There and back


@pytest.mark.parametrize(
    "state",
    [
        {},
        [],
        None,
        {"a": 1, "b": 2.5, "c": "naïve", "d": None, "e": True, "f": -0.0, "g": float("inf")},
        {"nan": float("nan"), "big": 2**127 + 1, "third": 1 / 3},
        {0: {"x": torch.ones(2)}, "0": {"x": torch.zeros(2)}, -1: ()},
        {"a": {"b": np.arange(2)}, "a.b": np.arange(3), "": np.arange(4), "a.": {"": 1}},
        {"tuple": (0.9, (1, [2, (3,)])), "list": [[], {}, ()]},
        {"dict": {"tensor": "a word"}, "list": [{"array": 1}], "order": [1]},
        torch.arange(6).reshape(2, 3),
        np.arange(6).reshape(2, 3)[:, ::2],
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        [torch.tensor(3.5), torch.zeros(0, 4), np.zeros((3, 0)), np.array(7), np.array([True])],
        [np.float64(0.1), np.float32(0.1), np.int8(-3), np.uint64(2**64 - 1), np.bool_(True)],
        [np.arange(5).astype(dtype) for dtype in sorted(DTYPES)],
        [torch.arange(5).to(d) for d in (torch.uint8, torch.int32, torch.half, torch.double)],
        np.random.default_rng(5).bit_generator.state,
        {"torch": torch.get_rng_state(), "mersenne": np.random.RandomState(1).get_state()[1]},
    ],
    ids=lambda state: type(state).__name__,
)
def test_what_is_saved_comes_back(path, state):
    save(path, state, {"steps": 12, "note": "é", "curve": [1.5, None]})
    again, about = load(path)
    assert_same(state, again)
    assert about == {"steps": 12, "note": "é", "curve": [1.5, None]}


def test_about_may_be_left_out(path):
    save(path, {"a": 1})
    assert load(path) == ({"a": 1}, {})


def test_what_comes_back_can_be_written_to(path):
    save(path, {"a": np.zeros(3), "t": torch.zeros(3)})
    state = load(path).state
    state["a"][0] = 1
    state["t"][0] = 1
    assert load(path).state["a"][0] == load(path).state["t"][0] == 0


def test_a_part_is_read_alone(path):
    save(path, {"q_network": {"w": torch.ones(2)}, 3: [4]}, {"game": "Breakout"})
    assert_same(load(path, part="q_network").state, {"w": torch.ones(2)})
    with pytest.raises(CheckpointError, match=r"wanted the part 'buffer'.*\['q_network', 3\]"):
        load(path, part="buffer")


@pytest.mark.parametrize(
    "tensor",
    [
        torch.randn(3, 4, 5, 6).to(memory_format=torch.channels_last),
        torch.randn(3, 4).t(),
        torch.randn(2, 3, 4).permute(2, 0, 1),
    ],
    ids=["channels_last", "transposed", "permuted"],
)
def test_the_order_in_memory_is_kept(path, tensor):
    save(path, {"t": tensor})
    again = load(path).state["t"]
    assert torch.equal(again, tensor)
    assert again.stride() == tensor.stride()


def test_a_slice_is_saved_without_what_surrounds_it(path):
    whole = torch.arange(1_000_000.0)
    save(path, {"slice": whole[:6].reshape(2, 3)[:, 1:], "repeated": whole[:1].expand(4)})
    assert_same(
        load(path).state,
        {"slice": torch.tensor([[1.0, 2], [4, 5]]), "repeated": torch.zeros(4)},
    )
    assert path.stat().st_size < 2_000


def test_the_file_is_plain_safetensors_with_names_to_read(path):
    save(path, {"q_network": tiny().state_dict(), "rewards": [np.ones(2)]})
    arrays = load_file(path)
    assert arrays["q_network.q_values.2.weight"].shape == (3, 256)
    assert arrays["rewards.0"].tolist() == [1, 1]


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("steps", [1, 4])
def test_interrupted_and_resumed_is_never_interrupted_bit_for_bit(path, layout, steps):
    def start():
        network = tiny(seed=0).to(memory_format=layout)
        return network, torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)

    def run(network, optimiser, rng, n):
        for _ in range(n):
            obs = torch.from_numpy(rng.integers(256, size=(8, *TINY), dtype=np.uint8))
            wanted = torch.from_numpy(rng.random((8, 3), dtype=np.float32))
            optimiser.zero_grad()
            mse_loss(network(obs), wanted).backward()
            optimiser.step()

    network, optimiser = start()
    rng = np.random.default_rng(1)
    run(network, optimiser, rng, steps)
    state = {"q": network.state_dict(), "adam": optimiser.state_dict()}
    save(path, {**state, "rng": rng.bit_generator.state})
    run(network, optimiser, rng, 3)

    resumed, its_optimiser = start()
    state = load(path).state
    resumed.load_state_dict(state["q"])
    its_optimiser.load_state_dict(state["adam"])
    its_rng = np.random.default_rng()
    its_rng.bit_generator.state = state["rng"]
    run(resumed, its_optimiser, its_rng, 3)
    assert_same(dict(network.state_dict()), dict(resumed.state_dict()))
    assert_same(optimiser.state_dict(), its_optimiser.state_dict())


# Weights


@pytest.mark.parametrize("cls", [AtariCNN, DuelingAtariCNN])
def test_weights_there_and_back(path, cls):
    network, other = (cls(3, obs_shape=TINY, seed=seed) for seed in (0, 1))
    save_weights(network, path, {"game": "Catch", "steps": 5})
    about = load_weights(other, path, game="Catch")
    assert about == {"network": network.settings, "game": "Catch", "steps": 5}
    assert_same(dict(network.state_dict()), dict(other.state_dict()))


def test_weights_out_of_a_whole_training(path):
    network, other = tiny(seed=0), tiny(seed=1)
    target = {name: weights + 1 for name, weights in network.state_dict().items()}
    save(path, {"target_network": target, "q_network": network.state_dict(), "steps": 9})
    load_weights(other, path)
    assert_same(dict(network.state_dict()), dict(other.state_dict()))


def test_any_network_can_be_kept(path):
    save_weights(torch.nn.Linear(2, 3), path)
    assert load_weights(torch.nn.Linear(2, 3), path) == {}
    with pytest.raises(
        CheckpointError,
        match=r"of a network of unknown make.*weight: wanted \(4, 2\), came \(3, 2\)",
    ):
        load_weights(torch.nn.Linear(2, 4), path)


def test_weights_in_half_precision_fill_a_network_of_floats(path):
    network, other = tiny(seed=0), tiny(seed=1)
    save(path, {name: weights.half() for name, weights in network.state_dict().items()})
    load_weights(other, path)
    for a, b in zip(network.parameters(), other.parameters(), strict=True):
        assert b.dtype == torch.float32
        assert torch.equal(a.half().float(), b)


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (
            tiny(6),
            r"wanted the weights of a small AtariCNN with 6 actions for 4x36x36 pixels; "
            r".*agent.safetensors holds those of a small AtariCNN with 3 actions for 4x36x36 "
            r"pixels \(q_values.2.weight: wanted \(6, 256\), came \(3, 256\); q_values.2.bias: "
            r"wanted \(6,\), came \(3,\)\). Make the network like the saved one, or load another",
        ),
        (tiny(3, size="nature"), r"a nature AtariCNN.*those of a small AtariCNN.*and \d+ more"),
        (AtariCNN(3), r"for 4x84x84 pixels; .*for 4x36x36 pixels \(q_values.0.weight"),
        (
            DuelingAtariCNN(3, obs_shape=TINY),
            r"a small DuelingAtariCNN.*a small AtariCNN.*value.0.weight: wanted \(256, 288\), "
            "came none",
        ),
    ],
    ids=["actions", "size", "pixels", "class"],
)
def test_the_weights_of_another_network_are_named_and_not_loaded(path, network, message):
    save_weights(tiny(3), path)
    before = {name: weights.clone() for name, weights in network.state_dict().items()}
    with pytest.raises(CheckpointError, match=message):
        load_weights(network, path)
    assert_same(before, dict(network.state_dict()))


def test_what_holds_no_weights_is_named(path):
    save(path, {"steps": 5})
    with pytest.raises(CheckpointError, match=r"network of unknown make.*convolutions.0.weight"):
        load_weights(tiny(), path)
    with pytest.raises(CheckpointError, match="wanted the weights"):
        check_shapes(tiny(), None, path)


def test_another_game_is_named_though_the_network_fits(path):
    save_weights(tiny(), path, {"game": "SpaceInvaders"})
    with pytest.raises(
        CheckpointError,
        match=r"wanted a checkpoint with game = 'Pong'; .*agent.safetensors was saved with "
        r"game = 'SpaceInvaders'. Load the file that belongs to yours",
    ):
        load_weights(tiny(), path, game="Pong")
    save_weights(tiny(), path)
    with pytest.raises(CheckpointError, match="was saved with game = None"):
        load_weights(tiny(), path, game="Pong")


def test_other_settings_are_named(path):
    save(path, {}, {"n_step": 3, "shape": (4, 84, 84)})
    assert load(path, wanted={"n_step": 3, "shape": (4, 84, 84)}).state == {}
    with pytest.raises(CheckpointError, match=r"wanted a checkpoint with n_step = 1; .*n_step = 3"):
        load(path, wanted={"n_step": 1})


# Files that are no good


def saved(path):
    save(path, {"weights": torch.arange(1000.0)}, {"game": "Breakout"})
    return path.read_bytes()


@pytest.mark.parametrize("kept", [9, 50, 200, -1, -3999, -4001])
def test_a_file_that_was_cut_off_is_named(path, kept):
    whole = saved(path)
    path.write_bytes(whole[:kept])
    came = len(whole[:kept])
    with pytest.raises(CheckpointError, match=f"is cut off, or damaged: .* {came:,} bytes came"):
        load(path)
    if kept in (-1, -3999):
        with pytest.raises(CheckpointError, match=f" {len(whole):,} bytes are announced"):
            load(path)


def torch_saved():
    file = io.BytesIO()
    torch.save({"a": torch.ones(3)}, file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty. Use another copy"),
        (b"abc", "its contents are something else. Name a file that was written with `save`"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "something else"),
        (bytes(5000), "something else"),
        (os.urandom(5000), "is no checkpoint"),
        (torch_saved(), "torch.save or pickle. Opening such a file can run any code"),
        (pickle.dumps({"a": 1}), "torch.save or pickle"),
    ],
    ids=["empty", "short", "pointer", "zeros", "noise", "torch.save", "pickle"],
)
def test_a_foreign_file_is_named(path, content, message):
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=message) as raised:
        load(path)
    assert str(path) in str(raised.value)


def test_no_pickle_is_run(path, tmp_path):
    class Trap:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "trapped"),))

    for content in (pickle.dumps(Trap()), pickle.dumps(Trap(), protocol=0)):
        path.write_bytes(content)
        with pytest.raises(CheckpointError):
            load(path)
    torch.save({"a": Trap()}, path)
    with pytest.raises(CheckpointError, match="can run any code"):
        load_weights(tiny(), path)
    assert not (tmp_path / "trapped").exists()
    pickle.loads(pickle.dumps(Trap()))  # it does go off where pickles are read
    assert (tmp_path / "trapped").exists()


def test_a_safetensors_file_of_somebody_else_is_named(path):
    save_file({"w": torch.ones(2)}, path)
    with pytest.raises(CheckpointError, match=r"not a checkpoint of this course.*\['w'\]"):
        load(path)


def test_a_checkpoint_of_a_newer_course_is_named(path, monkeypatch):
    monkeypatch.setattr(checkpoints, "FORMAT", 2)
    save(path, {})
    monkeypatch.undo()
    with pytest.raises(CheckpointError, match=r"newer version of the course \(format 2, here 1\)"):
        load(path)


@pytest.mark.parametrize(
    "header",
    [
        "no JSON",
        "[]",
        "{}",
        '{"format": 1}',
        '{"format": "one", "about": {}, "state": 0}',
        '{"format": 1, "about": {}, "state": {"tensor": "gone", "order": [0]}}',
        '{"format": 1, "about": {}, "state": {"tensor": "w", "order": [0, 1]}}',
        '{"format": 1, "about": {}, "state": {"tensor": "w", "order": [5]}}',
        '{"format": 1, "about": {}, "state": {"what": 0}}',
        '{"format": 1, "about": {}, "state": {"dict": 5}}',
    ],
)
def test_a_header_that_does_not_fit_is_named(path, header):
    save_file({"w": torch.ones(2)}, path, metadata={"course": header})
    with pytest.raises(CheckpointError, match=r"agent.safetensors is (damaged|no checkpoint)"):
        load(path)


def test_a_file_that_is_not_there_is_named_with_those_that_are(path, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no checkpoint .*agent.*; its folder has none"):
        load(path)
    save(tmp_path / "breakout.safetensors", {})
    with pytest.raises(FileNotFoundError, match=r"its folder has breakout\.safetensors"):
        load_weights(tiny(), path)
    with pytest.raises(CheckpointError, match="is a folder: name a file in it"):
        load(tmp_path)


def test_a_file_that_may_not_be_read_is_named(path, monkeypatch):
    save(path, {})

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)  # root may read what has no permissions
    with pytest.raises(PermissionError, match=r"is there, but you may not read it"):
        load(path)


def test_the_home_of_nobody_is_named():
    for use in (load, lambda path: save(path, {})):
        with pytest.raises(FileNotFoundError, match=r"home .* as ~nosuchuser_: write ~nosuchuser_"):
            use("~nosuchuser_/x.safetensors")


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"a": [1, object()]}, r"a.1 is <object.*\(object\); tensors, arrays, numbers"),
        ({"a": {1, 2}}, r"a is \{1, 2\} \(set\)"),
        (AtariCNN, r"state is <class .*\(type\)"),
        ({"a": torch.ones(2).bfloat16()}, "a is torch.bfloat16; .*float32"),
        ({"a": torch.ones(2).cfloat()}, "a is torch.complex64"),
        ({"a": np.array(["x"])}, "a is an array of <U1"),
        ({"a": np.array([None])}, "a is an array of object"),
        ({"a": np.ones(2, ">f4")}, "a is an array of >f4"),
        ({"a": {(1, 2): 3}}, r"the keys of a are \[\(1, 2\)\]; text and int"),
        ({True: 3}, r"the keys of state are \[True\]"),
    ],
)
def test_what_cannot_be_kept_is_named_and_the_old_file_stays(path, state, message):
    old = saved(path)
    with pytest.raises(TypeError, match=message):
        save(path, state)
    with pytest.raises(TypeError, match=r"`about` is plain data, for JSON; got \{'x': <object"):
        save(path, {}, {"x": object()})
    assert path.read_bytes() == old


# A disk that is full, a save that is cut short


def assert_only(path, content):
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == content


def test_without_room_the_old_checkpoint_stays_and_nothing_else(path):
    old = saved(path)
    code = (
        "import resource, sys, numpy as np\n"
        "from course_utils.checkpoints import save\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n    save(sys.argv[1], {'frames': np.zeros(1_000_000, np.uint8)})\n"
        "except OSError as error:\n    print(error.errno, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stderr == ""
    assert re.search(
        rf"^{errno.EFBIG} .*could not save .*agent.safetensors \(File too large: it takes 1.0 MB, "
        r"[\d,.]+ MB are free. Make room\). What was saved there before is untouched$",
        done.stdout,
    )
    assert_only(path, old)
    assert load(path).about == {"game": "Breakout"}


@pytest.mark.parametrize("step", ["save_file", "fsync", "replace"])
@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()],
    ids=["full", "interrupted"],
)
def test_whatever_step_fails_the_old_checkpoint_stays(path, monkeypatch, step, error):
    old = saved(path)

    def fail(*args, **options):
        assert any(path.parent.glob(".agent*"))  # the new file has been begun
        raise error

    monkeypatch.setattr(checkpoints if step == "save_file" else os, step, fail)
    with pytest.raises(type(error)) as raised:
        save(path, {"a": np.zeros(1_000_000, np.uint8)})
    monkeypatch.undo()
    if isinstance(error, OSError):
        assert raised.value.errno == errno.ENOSPC
        assert "No space left on device: it takes 1.0 MB" in str(raised.value)
    assert_only(path, old)
    save(path, {"a": 1})
    assert_only(path, path.read_bytes())
    assert load(path).state == {"a": 1}


def test_the_new_file_is_on_the_disk_before_it_takes_the_place(path, monkeypatch):
    order = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("fsync"), fsync(fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (order.append("replace"), replace(a, b)))
    save(path, {"a": 1})
    assert order == ["fsync", "replace"]


def test_what_a_killed_save_left_is_cleared_by_the_next(path):
    old = path.parent / f".{path.name}.part"
    old.mkdir()
    (old / ".tmpXYZ").write_bytes(bytes(1000))
    content = saved(path)
    assert_only(path, content)


def test_folders_are_made_and_a_link_is_followed(tmp_path):
    save(tmp_path / "a" / "b" / "agent.safetensors", {"a": 1})
    link = tmp_path / "latest.safetensors"
    link.symlink_to(tmp_path / "a" / "b" / "agent.safetensors")
    save(link, {"a": 2})
    assert link.is_symlink()
    assert load(tmp_path / "a" / "b" / "agent.safetensors").state == {"a": 2}


def test_others_may_read_it_as_they_may_read_any_new_file(path, tmp_path):
    saved(path)
    plain = tmp_path / "plain"
    plain.touch()
    assert path.stat().st_mode == plain.stat().st_mode


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"could not save .*agent.safetensors \(.*untouched"):
        save(tmp_path / "file" / "agent.safetensors", {})
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"could not save .*folder"):
        save(tmp_path / "folder", {})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]
