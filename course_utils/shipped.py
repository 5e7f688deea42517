"""The agents trained for the course: in the package, loaded offline by one call.

Each is a file of float16 weights, and beside it a JSON with the file's SHA-256, how the agent
was trained, its learning curve and what it scored. The repository's training script makes both.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from course_utils.checkpoints import (
    CheckpointError,
    check_shapes,
    describe,
    in_full,
    load,
    save,
    write_whole,
)
from course_utils.checks import whole
from course_utils.language import tr, written
from course_utils.networks import AtariCNN, make_network, pick_device

FOLDER = Path(__file__).parent / "agents_shipped"


class ShippedAgent:
    """A trained agent: `act` for playing, `network` to look inside, `about` for what is known.

    It does not learn. `about` is the JSON beside its weights.
    """

    def __init__(self, network: AtariCNN, about: dict[str, Any], *, seed: int = 0):
        self.network, self.about = network, about
        self.rng = np.random.default_rng(seed)

    def act(self, obs: np.ndarray, epsilon: float = 0.0) -> np.ndarray:
        """Return an action a game, shape (n,) int64, for `obs` of shape (n, 4, 84, 84) uint8."""
        with torch.inference_mode():
            pixels = torch.from_numpy(obs).to(next(self.network.parameters()).device)
            actions = self.network(pixels).argmax(dim=1).cpu().numpy()
        explore = self.rng.random(len(actions)) < epsilon
        return np.where(
            explore, self.rng.integers(self.network.n_actions, size=len(actions)), actions
        )

    def __repr__(self) -> str:
        game, steps, network = self.about["game"], written(self.about["steps"]), self.network
        return tr(
            en=f"<{game} after {steps} steps: {describe(network.settings)}>",
            fr=f"<{game} après {steps} pas : {type(network).__name__} de taille {network.size!r}, "
            f"{network.n_actions} actions>",
        )


def shipped(
    game: str,
    steps: int,
    *,
    size: str = "small",
    device: str | torch.device = "cpu",
    seed: int = 0,
    folder: str | Path | None = None,
) -> ShippedAgent:
    """Return the agent trained on `game` for about `steps` steps.

    Args:
        game: `"Breakout"` or `"SpaceInvaders"`; `"ALE/Breakout-v5"` is the same.
        steps: as `shipped_agents()` lists them.
        size: of its network.
        device: where it computes; see `pick_device`.
        seed: of its exploration, where `act` is given an epsilon.
        folder: where the files are, if not in the package.

    Raises:
        FileNotFoundError: no such agent, or one of its two files is missing.
        CheckpointError: the files were changed, or do not belong together.
    """
    folder = FOLDER if folder is None else in_full(folder)
    steps = whole(steps, "steps", least=0)
    stem = _stem(game, steps, size)
    names = {"_".join(map(str, agent)).lower(): agent for agent in shipped_agents(folder)}
    stem = "_".join(map(str, names.get(stem.lower(), (stem,))))
    weights_file = folder / f"{stem}.safetensors"
    card_file = weights_file.with_suffix(".json")
    again = "Install the course again, or fetch the file from its repository"
    if not weights_file.exists() and not card_file.exists():
        listed = "; ".join(f"shipped({g!r}, {s}, size={z!r})" for g, s, z in shipped_agents(folder))
        raise FileNotFoundError(
            f"no agent for {game} at {steps:,} steps with a {size} network is shipped; "
            f"there are: {listed or 'none'}"
        )
    for file in (weights_file, card_file):
        if not file.exists():
            raise FileNotFoundError(f"of this shipped agent the file {file} is missing. {again}")
    try:
        about = json.loads(card_file.read_text(encoding="utf-8"))
        wanted, learnt, network = about["sha256"], about["game"], make_network(about["network"])
    except (ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{card_file} is damaged ({error!r}). {again}") from error
    came = hashlib.sha256(weights_file.read_bytes()).hexdigest()
    if came != wanted:
        raise CheckpointError(
            f"{weights_file} is not the file that was shipped, or is damaged: wanted SHA-256 "
            f"{wanted[:12]}..., came {came[:12]}.... {again}"
        )
    weights, inside = load(weights_file, wanted={"game": learnt})
    check_shapes(network, weights, weights_file, settings=inside.get("network"))
    network.load_state_dict(weights)
    return ShippedAgent(network.to(pick_device(device)).eval(), about, seed=seed)


def shipped_agents(folder: str | Path | None = None) -> list[tuple[str, int, str]]:
    """Return game, steps and network size of every shipped agent; other files do not matter."""
    files = (FOLDER if folder is None else in_full(folder)).glob("*")
    name = re.compile(r"([A-Za-z0-9]+)_([0-9]+)_([^_.]+)\.(safetensors|json)")
    named = {match.groups()[:3] for file in files if (match := name.fullmatch(file.name))}
    return sorted((game, int(steps), size) for game, steps, size in named)


def ship(
    network: AtariCNN,
    *,
    game: str,
    steps: int,
    about: Mapping[str, Any] | None = None,
    nominal_steps: int | None = None,
    folder: str | Path | None = None,
) -> Path:
    """Write an agent as `shipped` reads it, and return the path of its weights.

    Weights become float16: half the size, and Q-values that differ in the third digit. So
    evaluate what `shipped` returns, not the network it was made of.

    Args:
        network: trained.
        game: as ale-py calls it, `"Breakout"`.
        steps: agent steps it was trained for.
        about: settings, learning curve, evaluation: plain data, for JSON.
        nominal_steps: the round number it is asked for by, if `steps` is a little more.
        folder: where to write, if not into the package.
    """
    folder = FOLDER if folder is None else in_full(folder)
    nominal_steps = steps if nominal_steps is None else nominal_steps
    path = folder / f"{_stem(game, nominal_steps, network.size)}.safetensors"
    halves = {name: weights.half() for name, weights in network.state_dict().items()}
    if not all(torch.isfinite(weights).all() for weights in halves.values()):
        raise ValueError(f"weights for {path.name} are not finite as float16: too large, or NaN")
    card = {"game": game, "steps": steps, "network": network.settings}
    save(path, halves, card)
    card["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    known = {**card, **(about or {}), **card}
    # a line a key: the logs have thousands of numbers
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in known.items())
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    write_whole(
        path.with_suffix(".json"), lambda part: part.write_bytes(text.encode()), size=len(text)
    )
    return path


def _stem(game: str, steps: int, size: str) -> str:
    name = re.sub(r"^ALE/|-v\d+$|[^A-Za-z0-9]", "", game)
    return f"{name}_{int(steps)}_{size}"
