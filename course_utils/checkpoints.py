"""Keeping what was learnt: save and load, weights alone or all that a training needs.

Files are safetensors: named arrays and JSON, which can be read without running any code of
theirs. A pickle, as `torch.save` writes it, can run any: none is read or written here.
"""

import errno
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from course_utils.packing import InFile, pack, unpack
from course_utils.unknown_files import what_is

FORMAT = 1


class CheckpointError(ValueError):
    """A file is no checkpoint, or not the one that is wanted."""


class Checkpoint(NamedTuple):
    """What `save` was given."""

    state: Any
    about: dict[str, Any]


def save(path: str | Path, state: Any, about: Mapping[str, Any] | None = None) -> None:
    """Write `state` to the file `path`: whole, or not at all.

    It is written beside the old file, and takes its place once all of it is on the disk. When
    the disk is full, or the power fails, the old one is still there.

    Args:
        path: such as `"breakout.safetensors"`. Its folder is made.
        state: a network's `state_dict()`, or dictionaries, lists and tuples, nested as you
            like, of tensors, arrays, numbers and text: `load` gives all of it back.
        about: what to know of it: game, steps, settings. Plain data, for JSON.

    Raises:
        TypeError: something in `state` or `about` cannot be kept.
        OSError: it could not be written; the message says why.
    """
    arrays: dict[str, np.ndarray] = {}
    tree = pack(state, arrays)
    try:
        header = json.dumps({"format": FORMAT, "about": dict(about or {}), "state": tree})
    except (TypeError, ValueError) as error:
        raise TypeError(f"`about` is plain data, for JSON; got {about!r} ({error})") from error
    size = len(header) + sum(array.nbytes for array in arrays.values())
    write_whole(path, lambda part: save_file(arrays, part, metadata={"course": header}), size=size)


def load(
    path: str | Path,
    *,
    part: str | None = None,
    wanted: Mapping[str, Any] | None = None,
    in_file: str | None = None,
) -> Checkpoint:
    """Read what `save` wrote: the same tensors (on the CPU), arrays, numbers and text.

    Args:
        path: the file.
        part: read `state[part]` only.
        wanted: entries `about` must have, such as `{"game": "Breakout"}`.
        in_file: the arrays of `state[in_file]` stay in the file, and slices of them are read as
            they are asked for: a replay buffer need not be in memory twice.

    Raises:
        FileNotFoundError: there is no such file.
        CheckpointError: it is cut off, or of another kind, or not what is `wanted`.
    """
    with _opened(Path(path)) as (file, tree, about):
        for key, value in (wanted or {}).items():
            if about.get(key) != json.loads(json.dumps(value)):
                raise CheckpointError(
                    f"wanted a checkpoint with {key} = {value!r}; {path} was saved with "
                    f"{key} = {about.get(key)!r}. Load the file that belongs to yours"
                )
        if part is not None:
            parts = dict(tree["dict"]) if "dict" in tree else {}
            if part not in parts:
                raise CheckpointError(f"wanted the part {part!r} of {path}; it has {list(parts)}")
            tree = parts[part]
        if in_file is None:
            return Checkpoint(unpack(tree, file.get_tensor), about)

        def in_its_file(name: str) -> Any:
            return InFile(file.get_slice(name))

        state = {
            key: unpack(value, in_its_file if key == in_file else file.get_tensor)
            for key, value in tree["dict"]
        }
        return Checkpoint(state, about)


def save_weights(
    network: torch.nn.Module, path: str | Path, about: Mapping[str, Any] | None = None
) -> None:
    """Write a network's weights, and its `settings` if it has any, to the file `path`."""
    settings = {"network": network.settings} if hasattr(network, "settings") else {}
    save(path, network.state_dict(), {**settings, **(about or {})})


def load_weights(
    network: torch.nn.Module, path: str | Path, *, game: str | None = None
) -> dict[str, Any]:
    """Put the weights in the file `path` into `network`, and return what is said about them.

    Args:
        network: of the same class, size and number of actions as the one that was saved.
        path: a file of `save_weights`, or of a whole training: its `"q_network"` is read.
        game: which game the agent must have learnt, as it was saved in `about`. Two games
            may have as many actions, and then only this tells them apart.

    Raises:
        CheckpointError: as `load`, or the weights are those of another network.
    """
    wanted = {"game": game} if game is not None else None
    with _opened(Path(path)) as (_, tree, _):
        keys = [key for key, _ in tree.get("dict", ())]
    part = "q_network" if "q_network" in keys else None
    weights, about = load(path, part=part, wanted=wanted)
    check_shapes(network, weights, path, settings=about.get("network"))
    network.load_state_dict(weights)
    return about


def check_shapes(
    network: torch.nn.Module,
    weights: Any,
    path: str | Path,
    *,
    settings: Mapping[str, Any] | None = None,
) -> None:
    """Raise a CheckpointError if `weights`, read from `path`, are not those of such a network.

    Args:
        network: to be filled with `load_state_dict` afterwards; untouched here.
        weights: what should be its state_dict.
        path: for the message.
        settings: of the network that was saved, if they are known; for the message.
    """
    mine = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    came = weights.items() if isinstance(weights, dict) else ()
    theirs = {name: tuple(t.shape) for name, t in came if isinstance(t, torch.Tensor)}
    names = [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)]
    if names:
        different = "; ".join(
            f"{name}: wanted {mine.get(name, 'none')}, came {theirs.get(name, 'none')}"
            for name in names[:3]
        )
        more = f"; and {len(names) - 3} more" if len(names) > 3 else ""
        yours = describe(getattr(network, "settings", None))
        raise CheckpointError(
            f"wanted the weights of {yours}; {path} holds those of {describe(settings)} "
            f"({different}{more}). Make the network like the saved one, or load another file"
        )


def describe(settings: Mapping[str, Any] | None) -> str:
    """Return a network's `settings` in words."""
    if not settings:
        return "a network of unknown make"
    size, n_actions = settings.get("size"), settings.get("n_actions")
    shape = "x".join(map(str, settings.get("obs_shape", ())))
    return f"a {size} {settings.get('class')} with {n_actions} actions for {shape} pixels"


def write_whole(path: str | Path, write: Callable[[Path], object], *, size: int) -> None:
    """Let `write(part)` fill a new file, then put it in the place of `path` at one stroke.

    `size`, in bytes, is for the message when there is no room.
    """
    target = Path(os.path.realpath(in_full(path)))
    workplace = target.parent / f".{target.name}.part"
    part = workplace / target.name
    try:
        shutil.rmtree(workplace, ignore_errors=True)  # of a save that was killed
        workplace.mkdir(parents=True)
        part.touch()
        mode = part.stat().st_mode  # safetensors makes files that only their owner can read
        write(part)
        part.chmod(mode)
        with part.open("rb+") as file:
            os.fsync(file.fileno())  # a new name must not reach the disk before its contents
        os.replace(part, target)
    except (OSError, SafetensorError) as error:
        number = re.search(r"os error (\d+)", str(error)) if os.name == "posix" else None
        code = int(number[1]) if number else getattr(error, "errno", None) or 0
        why = os.strerror(code) if code else str(error)
        if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            free = shutil.disk_usage(target.parent).free
            why += f": it takes {size / 1e6:,.1f} MB, {free / 1e6:,.1f} MB are free. Make room"
        raise OSError(
            code,
            f"could not save {path} ({why}). What was saved there before is untouched",
        ) from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def in_full(path: str | Path) -> Path:
    """Return `path` with ~ as the home folder that it stands for."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(
            f"nobody's home folder is known here as {Path(path).parts[0]}: write {path} in full"
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    """Yield the open file, the tree of its state, and what it says about itself."""
    path = in_full(path)
    if not path.exists():
        beside = sorted(p.name for p in path.parent.glob("*.safetensors"))
        raise FileNotFoundError(
            f"there is no checkpoint {path}; its folder has {', '.join(beside) or 'none'}"
        )
    if path.is_dir():
        raise CheckpointError(f"wanted a checkpoint; {path} is a folder: name a file in it")
    try:
        path.open("rb").close()  # safetensors would say that there is no such file
    except PermissionError as error:
        raise PermissionError(
            f"the checkpoint {path} is there, but you may not read it: ask its owner, or change "
            "its permissions"
        ) from error
    try:
        with safe_open(path, framework="np") as file:
            metadata = (file.metadata() or {}).get("course")
            if metadata is None:
                raise CheckpointError(
                    f"{path} is a safetensors file, but not a checkpoint of this course, made "
                    f"with `save`; it holds {sorted(file.keys())[:3]} ..."
                )
            header = json.loads(metadata)
            if header["format"] > FORMAT:
                raise CheckpointError(
                    f"{path} was saved by a newer version of the course (format "
                    f"{header['format']}, here {FORMAT}): install that version"
                )
            yield file, header["state"], header["about"]
    except CheckpointError:
        raise
    except SafetensorError as error:
        raise CheckpointError(f"{path} is no checkpoint: {what_is(path)} ({error})") from error
    except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise CheckpointError(
            f"{path} is damaged: what it says about itself does not fit its contents ({error!r}). "
            "Use another copy"
        ) from error
