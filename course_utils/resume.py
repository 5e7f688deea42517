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
    wanted = {key: value for key, value in _about(training).items() if key != "steps"}
    state, about = checkpoints.load(path, wanted=wanted)
    agent = training.agent
    for name in NETWORKS:  # all is compared before anything is changed
        checkpoints.check_shapes(
            getattr(agent, name), state[name], path, settings=about.get("network")
        )
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


def _about(training: "Training") -> dict[str, Any]:
    return {
        "kind": "training",
        "games": repr(training.games.settings),  # str would be in the language of the day
        "network": getattr(training.agent.q_network, "settings", None),
        "steps": training.steps,
    }
