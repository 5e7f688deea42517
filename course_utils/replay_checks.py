"""What a replay buffer is given, checked: every message says what was wanted and what came."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from course_utils.checks import whole

# dtype.kind, what a message calls it
KINDS = {"u": "uint8", "iu": "integers", "iufb": "numbers", "b": "bool"}
FIELDS = {"obs": "u", "action": "iu", "reward": "iufb", "terminated": "b", "ended": "b"}


def check_settings(
    capacity: Any, *, n_envs: Any, obs_shape: Any, n_step: Any, gamma: Any
) -> tuple[int, int, tuple[int, ...], int, float]:
    """Return the settings as plain numbers; ValueError for those that no buffer can have."""
    capacity, n_envs = whole(capacity, "capacity"), whole(n_envs, "n_envs")
    n_step, obs_shape = whole(n_step, "n_step"), tuple(int(side) for side in obs_shape)
    if len(obs_shape) < 2 or min(obs_shape) < 1:
        raise ValueError(f"obs_shape must be (frames, height, width), it is {obs_shape}")
    if not 0 <= gamma <= 1:
        raise ValueError(f"gamma must be from 0 to 1, it is {gamma}")
    least = n_envs * (obs_shape[0] + n_step)
    if capacity < least:
        raise ValueError(
            f"capacity must be at least n_envs x (frames + n_step) = "
            f"{n_envs} x ({obs_shape[0]} + {n_step}) = {least}, it is {capacity}"
        )
    return capacity, n_envs, obs_shape, n_step, float(gamma)


def check_step(*given: Any, n_envs: int, obs_shape: tuple[int, ...]) -> list[np.ndarray]:
    """Return the arguments of `ReplayBuffer.add` as arrays; ValueError if they cannot be stored."""
    arrays = [np.asarray(one) for one in given]
    for (name, kind), array in zip(FIELDS.items(), arrays, strict=True):
        shape = (n_envs, *obs_shape) if name == "obs" else (n_envs,)
        right_type = array.dtype == np.uint8 if kind == "u" else array.dtype.kind in kind
        if array.shape != shape or not right_type:
            raise ValueError(
                f"{name} should be {shape} {KINDS[kind]}, it is {array.shape} {array.dtype}"
            )
    obs, action, reward, terminated, ended = arrays
    if action.min() < 0 or action.max() > 255:
        raise ValueError(
            f"actions should be from 0 to 255, these are {action.min()} to {action.max()}"
        )
    return [obs, action, reward.astype(np.float32), terminated, ended]


def check_state(
    state: Mapping[str, Any], names: set[str], *, settings: dict[str, Any]
) -> dict[str, Any]:
    """Return what a buffer's state says about itself; ValueError for another buffer's."""
    if set(state) != names:
        raise ValueError(f"a buffer's state has {sorted(names)}, this has {sorted(state)}")
    about = json.loads(bytes(state["about"][:]))
    if about["settings"] != settings:
        raise ValueError(f"the state is of a buffer of {about['settings']}, this has {settings}")
    return about


def check_arrays(state: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Raise ValueError if what a state holds does not fit into `arrays`."""
    for name, array in arrays.items():
        given = state[name]
        if array.shape != given.shape or array.dtype != given.dtype:
            raise ValueError(
                f"{name} should be {array.shape} {array.dtype}, it is {given.shape} {given.dtype}"
            )


def least_for_a_batch(batch_size: int, *, n_envs: int, n_step: int, frames: int) -> tuple[int, int]:
    """Return the warm-up and the capacity that leave `batch_size` transitions to draw.

    The last `n_step` steps of each game played are no transitions yet. In a full buffer nor are
    those before a time limit, the rows for the older frames of a game's first obs, and the oldest
    rows, whose own older frames are overwritten. So it is where one game at most begins among the
    rows that each game has; games as short as Catch take more for a large batch.
    """
    warm_up = batch_size + n_envs * n_step
    return warm_up, batch_size + 2 * n_envs * (n_step + frames - 1)
