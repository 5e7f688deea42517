"""Saves a `Training` whole, and takes it up again: bit for bit on a CPU.

That takes the networks, the optimiser, the replay buffer with its contents, every game's state,
every random generator and every counter.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from course_utils import checkpoints

if TYPE_CHECKING:
    from course_utils.dqn_training import Training

NETWORKS = ("q_network", "target_network")


def save_training(training: "Training", path: str | Path) -> None:
    """Write `training` to `path`; the file that was there stays until the new one is complete."""
    agent = training.agent
    state = {
        **{name: getattr(agent, name).state_dict() for name in NETWORKS},
        "optimiser": agent.optimiser.state_dict(),
        "rng": agent.rng.bit_generator.state,
        "torch_rng": torch.get_rng_state(),
        "updates": agent.updates,
        "games": training.games.state(),
        "buffer": training.buffer.state(copy=False),
        "training": training.state(),
    }
    checkpoints.save(path, state, _about(training))


def load_training(training: "Training", path: str | Path) -> None:
    """Give `training` the state that `path` holds; of another kind, it is left as it was."""
    ours = _about(training)
    wanted = {key: ours[key] for key in ("kind", "games", "network")}
    state, about = checkpoints.load(path, wanted=wanted, in_file="buffer")
    agent = training.agent
    for name in NETWORKS:  # all is compared before anything is changed
        checkpoints.check_shapes(
            getattr(agent, name), state[name], path, settings=about.get("network")
        )
    _check_optimiser(agent.optimiser, state["optimiser"], path, about=about)
    playing = training.games.state()
    try:
        training.games.restore(state["games"])
        training.buffer.restore(state["buffer"])  # changes nothing if it refuses
    except BaseException:
        training.games.restore(playing)
        raise
    for name in NETWORKS:
        getattr(agent, name).load_state_dict(state[name])
    agent.optimiser.load_state_dict(state["optimiser"])
    agent.rng.bit_generator.state = state["rng"]
    torch.set_rng_state(state["torch_rng"])
    agent.updates = state["updates"]
    training.restore(state["training"])


def _check_optimiser(
    optimiser: torch.optim.Optimizer, saved: Any, path: str | Path, *, about: dict[str, Any]
) -> None:
    """Raise a CheckpointError if `saved`, read from `path`, is not of such an optimiser."""
    here = type(optimiser).__name__
    came = about.get("optimiser", here)  # older files do not say
    groups, theirs = optimiser.param_groups, saved["param_groups"]
    sizes, their_sizes = ([len(group["params"]) for group in some] for some in (groups, theirs))
    if (here, sizes) != (came, their_sizes):
        raise checkpoints.CheckpointError(
            f"wanted the state of the optimiser {here} with groups of {sizes} parameters; {path} "
            f"holds that of {came} with {their_sizes}. Make the agent like the saved one, or load "
            "another file"
        )
    weights = [weight for group in groups for weight in group["params"]]
    numbers = [number for group in theirs for number in group["params"]]
    for weight, number in zip(weights, numbers, strict=True):
        for name, value in saved["state"].get(number, {}).items():
            if isinstance(value, torch.Tensor) and not _fits(value.shape, weight.shape):
                raise checkpoints.CheckpointError(
                    f"{name} of the optimiser's parameter {number} in {path} is of shape "
                    f"{tuple(value.shape)}; wanted {tuple(weight.shape)}. Give the optimiser its "
                    "parameters in the same order, or load another file"
                )


def _fits(shape: torch.Size, weight: torch.Size) -> bool:
    # one number for each weight, for a row of them, or for all
    sides = zip(reversed(shape), reversed(weight), strict=False)
    return len(shape) <= len(weight) and all(mine in (1, side) for mine, side in sides)


def _about(training: "Training") -> dict[str, Any]:
    return {
        "kind": "training",
        "games": repr(training.games.settings),  # str would be in the language of the day
        "network": getattr(training.agent.q_network, "settings", None),
        "optimiser": type(training.agent.optimiser).__name__,
        "steps": training.steps,
    }
