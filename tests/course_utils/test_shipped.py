"""Shipped agents: with files made here, but for two tests of those in the package."""

import ast
import hashlib
import json
import socket
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.checkpoints import CheckpointError, load
from course_utils.networks import AtariCNN, DuelingAtariCNN
from course_utils.shipped import FOLDER, ship, shipped, shipped_agents

ROOT = Path(__file__).resolve().parents[2]
TINY = (4, 36, 36)
OBS = np.random.default_rng(0).integers(256, size=(50, *TINY), dtype=np.uint8)


def network(n_actions=4, *, cls=AtariCNN, **options):
    return cls(n_actions, obs_shape=TINY, seed=1, **options)


@pytest.fixture
def folder(tmp_path):
    ship(
        network(),
        game="Breakout",
        steps=10_008,
        nominal_steps=10_000,
        about={"evaluation": {"mean": 1.5}, "curve": [0, 1]},
        folder=tmp_path,
    )
    return tmp_path


STEM = "Breakout_10000_small"


@pytest.mark.parametrize("game", ["Breakout", "breakout", "ALE/Breakout-v5"])
def test_one_call_without_the_internet(folder, monkeypatch, game):
    def refuse(*args, **options):
        raise AssertionError("it asked for the internet")

    monkeypatch.setattr(socket, "socket", refuse)
    agent = shipped(game, 10_000, folder=folder)
    assert agent.about["steps"] == 10_008
    assert agent.about["evaluation"] == {"mean": 1.5}
    assert repr(agent) == (
        "<Breakout after 10,008 steps: a small AtariCNN with 4 actions for 4x36x36 pixels>"
    )
    for ours, theirs in zip(network().parameters(), agent.network.parameters(), strict=True):
        assert torch.equal(ours.half().float(), theirs)


@pytest.mark.parametrize(
    ("cls", "size"), [(AtariCNN, "nature"), (DuelingAtariCNN, "small"), (DuelingAtariCNN, "nature")]
)
def test_every_network_can_be_shipped(tmp_path, cls, size):
    net = network(6, cls=cls, size=size)
    path = ship(net, game="SpaceInvaders", steps=1_000_000, folder=tmp_path)
    assert path.name == f"SpaceInvaders_1000000_{size}.safetensors"
    agent = shipped("space_invaders", 1_000_000, size=size, folder=tmp_path)
    assert agent.network.settings == net.settings


def test_weights_are_float16_in_half_the_room(folder):
    file = folder / f"{STEM}.safetensors"
    assert {weights.dtype for weights in load(file).state.values()} == {torch.float16}
    n_parameters = sum(parameter.numel() for parameter in network().parameters())
    assert 2 * n_parameters < file.stat().st_size < 2 * n_parameters + 3_000


def test_the_json_has_the_checksum_and_cannot_be_told_otherwise(tmp_path):
    about = {"sha256": "0", "steps": 7, "lr": 5e-4}
    path = ship(network(), game="Breakout", steps=10, about=about, folder=tmp_path)
    card = json.loads(path.with_suffix(".json").read_text())
    assert card["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (card["steps"], card["lr"]) == (10, 5e-4)


def test_it_plays_the_action_with_the_largest_q_value(folder):
    agent = shipped("Breakout", 10_000, folder=folder)
    with torch.no_grad():
        wanted = agent.network(torch.from_numpy(OBS)).argmax(1).numpy()
    actions = agent.act(OBS)
    assert actions.tolist() == wanted.tolist()
    assert (actions.shape, actions.dtype) == ((50,), np.int64)


def test_it_explores_as_often_as_it_is_told_and_the_seed_says_where(folder):
    def actions(seed, epsilon):
        agent = shipped("Breakout", 10_000, folder=folder, seed=seed)
        return np.concatenate([agent.act(OBS, epsilon) for _ in range(20)])

    greedy, often, always = (actions(0, epsilon) for epsilon in (0.0, 0.4, 1.0))
    # 1,000 actions; 3 in 4 random ones differ from the greedy one: 300 and 750 expected
    assert abs((often != greedy).sum() - 300) < 5 * (1000 * 0.3 * 0.7) ** 0.5
    assert abs((always != greedy).sum() - 750) < 5 * (1000 * 0.75 * 0.25) ** 0.5
    assert actions(0, 0.4).tolist() == often.tolist()
    assert actions(1, 0.4).tolist() != often.tolist()


def test_the_list_of_what_is_shipped(folder):
    ship(network(6), game="SpaceInvaders", steps=10_000, folder=folder)
    ship(network(size="nature"), game="Breakout", steps=5_000_000, folder=folder)
    assert shipped_agents(folder) == [
        ("Breakout", 10_000, "small"),
        ("Breakout", 5_000_000, "nature"),
        ("SpaceInvaders", 10_000, "small"),
    ]


def test_what_the_package_ships_can_be_loaded():
    for game, steps, size in shipped_agents():
        agent = shipped(game, steps, size=size)
        assert agent.about["game"] == game
        runs = agent.about["runs"]
        assert len(runs) >= 3 or steps > 1_000_000
        assert len({run["seed"] for run in runs}) == len(runs)
        # the first is the one that is shipped; each has its learning curve
        assert runs[0]["mean"] == agent.about["evaluation"]["mean"]
        assert all(0 < run["log"]["step"][-1] <= steps + 8 for run in runs)
        for found in (agent.about["evaluation"], agent.about["random"]):
            assert set(found["rules"]) == {"en", "fr"}
            assert found["games"] >= 100
        obs = np.zeros((2, *agent.network.obs_shape), np.uint8)
        assert agent.act(obs).shape == (2,)
    cards = {file.stem for file in FOLDER.glob("*.json")}
    assert cards == {file.stem for file in FOLDER.glob("*.safetensors")}


def test_up_to_200_000_steps_their_settings_are_those_of_chapter_5():
    tree = ast.parse((ROOT / "solutions" / "5_dqn_breakout.py").read_text(encoding="utf-8"))
    calls = [
        {keyword.arg: keyword.value for keyword in node.keywords}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Training"
    ]
    [breakout] = [keywords for keywords in calls if "lr" in keywords]

    def numbers(name):
        return [n.value for n in ast.walk(breakout[name]) if isinstance(n, ast.Constant)]

    for steps in (10_000, 200_000):
        settings = shipped("Breakout", steps).about["settings"]
        assert [settings["lr"], settings["lr_end"]] == numbers("lr")
        assert [1.0, settings["epsilon_end"], settings["epsilon_steps"]] == numbers("epsilon")
        assert [settings["warm_up"]] == numbers("warm_up")
        assert (settings["capacity"], settings["late_from"]) == (100_000, None)
        others = ("steps_per_update", "n_envs", "n_step", "gamma", "copy_every")
        assert [settings[name] for name in others] == [8, 8, 3, 0.99, 250]


def test_other_files_in_the_folder_do_not_matter(folder):
    for name in ("my_best_agent.safetensors", "a_1_b_c.json", "Pong_5_small.txt", "notes"):
        (folder / name).write_text("x")
    assert shipped_agents(folder) == [("Breakout", 10_000, "small")]
    assert shipped("Breakout", 10_000, folder=folder).about["game"] == "Breakout"


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))  # its name on Windows
    path = ship(network(), game="Breakout", steps=5, folder="~/agents")
    assert path.parent == tmp_path / "agents"
    assert shipped_agents("~/agents") == [("Breakout", 5, "small")]
    assert shipped("Breakout", 5, folder="~/agents").about["steps"] == 5


# Bad input


@pytest.mark.parametrize("steps", ["123", "best", 2.5, None])
def test_steps_that_are_no_number_are_named(steps):
    with pytest.raises(ValueError, match="steps is a whole number of at least 0; got"):
        shipped("Breakout", steps)


@pytest.mark.parametrize(
    ("game", "steps", "size"), [("Pong", 10_000, "small"), ("Breakout", 9, "small")]
)
def test_an_agent_that_does_not_exist_is_named_with_those_that_do(folder, game, steps, size):
    with pytest.raises(
        FileNotFoundError,
        match=rf"no agent for {game} at {steps:,} steps with a small network is shipped; "
        r"there are: shipped\('Breakout', 10000, size='small'\)",
    ):
        shipped(game, steps, size=size, folder=folder)
    with pytest.raises(FileNotFoundError, match="there are: none"):
        shipped(game, steps, size=size, folder=folder / "elsewhere")


@pytest.mark.parametrize("ending", ["safetensors", "json"])
def test_a_file_that_is_missing_is_named(folder, ending):
    (folder / f"{STEM}.{ending}").unlink()
    with pytest.raises(
        FileNotFoundError, match=rf"the file .*{STEM}.{ending} is missing. Install the course again"
    ):
        shipped("Breakout", 10_000, folder=folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b[:-1],
        lambda b: b[:-1] + bytes([b[-1] ^ 1]),
        lambda b: b"",
        lambda b: b"version https://git-lfs.github.com/spec/v1\n",
    ],
    ids=["cut off", "one bit", "empty", "pointer"],
)
def test_a_file_that_was_changed_is_named(folder, change):
    file = folder / f"{STEM}.safetensors"
    wanted = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    file.write_bytes(change(file.read_bytes()))
    came = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    with pytest.raises(
        CheckpointError,
        match=rf"{STEM}.safetensors is not the file that was shipped, or is damaged: wanted "
        rf"SHA-256 {wanted}\.\.\., came {came}\.\.\.\. Install the course again",
    ):
        shipped("Breakout", 10_000, folder=folder)


def edit(folder, **changes):
    file = folder / f"{STEM}.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def test_a_json_of_another_game_or_network_is_named(folder):
    edit(folder, game="Pong")
    with pytest.raises(CheckpointError, match="wanted a checkpoint with game = 'Pong'"):
        shipped("Breakout", 10_000, folder=folder)
    edit(folder, network={"class": "AtariCNN"}, game="Breakout")
    with pytest.raises(CheckpointError, match=rf"{STEM}.json is damaged .*n_actions"):
        shipped("Breakout", 10_000, folder=folder)
    edit(folder, network=network(6).settings)
    with pytest.raises(CheckpointError, match=r"wanted .* with 6 actions.* with 4 actions"):
        shipped("Breakout", 10_000, folder=folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"sha256": "0"}'])
def test_a_damaged_json_is_named(folder, text):
    (folder / f"{STEM}.json").write_text(text)
    with pytest.raises(CheckpointError, match=rf"{STEM}.json is damaged .*Install the course"):
        shipped("Breakout", 10_000, folder=folder)


@pytest.mark.parametrize("weight", [float("nan"), 1e5])
def test_weights_that_float16_cannot_hold_are_not_shipped(tmp_path, weight):
    net = network()
    with torch.no_grad():
        net.q_values[2].bias[0] = weight
    with pytest.raises(ValueError, match=f"{STEM}.safetensors are not finite as float16"):
        ship(net, game="Breakout", steps=10_000, folder=tmp_path)
    assert not list(tmp_path.iterdir())
