"""Which game is meant, under which rules it is played, and what is said when that cannot be."""

import difflib
import importlib
import re
from numbers import Real
from typing import Any, NamedTuple

import numpy as np

from course_utils.checks import check_probability, whole
from course_utils.language import tr, written

FRAME_SKIP = 4  # the console draws 60 frames a second; an action lasts 4 of them
START_FRAMES = 30  # a game begins after fewer frames than this: FIRE, then no-ops
MAX_FRAMES = 27_000  # 7.5 minutes of play

ALE_PY = "ale-py>=0.12.1"
# ROMs that ale-py knows but that no single player can play
FOR_TWO = ("combat", "joust", "maze_craze", "warlords")


class Settings(NamedTuple):
    """The rules a score was reached under: print them beside it. `repr` has no language."""

    game: str
    life_loss: bool
    sticky: float
    fire_reset: bool
    max_frames: int

    def __str__(self) -> str:
        fire = tr(en=", FIRE pressed at the start", fr=", FIRE pressé au début")
        life = tr(en=", a lost life ends learning", fr=", une vie perdue termine l'apprentissage")
        sticky = tr(en="no sticky actions", fr="sans actions collantes")
        if self.sticky:
            sticky = tr(
                en=f"sticky actions {self.sticky:g}",
                fr=f"actions collantes {written(self.sticky, 'g')}",
            )
        return self.game + tr(
            en=f": {sticky}, {FRAME_SKIP} frames a step, fewer than {START_FRAMES} no-ops"
            f"{fire if self.fire_reset else ''}{life if self.life_loss else ''}, "
            f"at most {self.max_frames:,} frames a game",
            fr=f" : {sticky}, {FRAME_SKIP} images par pas, moins de {START_FRAMES} no-ops"
            f"{fire if self.fire_reset else ''}{life if self.life_loss else ''}, "
            f"au plus {written(self.max_frames)} images par partie",
        )


def check_settings(settings: Settings) -> Settings:
    """Return `settings`, or raise a ValueError that says which of them cannot be."""
    if not isinstance(settings.sticky, Real) or not 0 <= settings.sticky < 1:
        raise ValueError(
            "sticky is the probability that an action is repeated, at least 0 and below 1; "
            f"got {settings.sticky!r}"
        )
    if whole(settings.max_frames, "max_frames", least=0) < FRAME_SKIP:
        raise ValueError(
            f"max_frames is at least {FRAME_SKIP}, the frames of one step; "
            f"got {settings.max_frames!r}"
        )
    return settings


def find_game(game: str) -> tuple[str, str]:
    """Return ale-py's name of a game and its ROM's: ("SpaceInvaders", "space_invaders").

    Capitals, spaces and underscores do not matter; "ALE/SpaceInvaders-v5" is understood too.

    Raises:
        ValueError: There is no such game, or `game` is an id of the old Gym.
        ImportError: ale-py is not installed, or too old.
        FileNotFoundError: ale-py has no ROM of the game.
    """
    roms = require("ale_py.roms", ALE_PY, why="the Atari games come with it")
    # older ones refuse to begin one game of several anew, or wait for ever for the others
    if (installed := _numbers(require("ale_py", ALE_PY, why="").__version__)) < _numbers(ALE_PY):
        raise ImportError(
            f"wanted {ALE_PY}; ale-py {'.'.join(map(str, installed))} is installed. "
            f'Bring it up to date with: pip install "{ALE_PY}"'
        )
    if not isinstance(game, str):
        raise ValueError(f'a game is a name such as "Breakout"; got {game!r}')
    try:
        known = [rom for rom in roms.get_all_rom_ids() if rom not in FOR_TWO]
    except OSError as error:
        raise _no_rom(game, error) from error
    names = {rom.replace("_", ""): (rom.title().replace("_", ""), rom) for rom in known}
    key = re.sub(r"[^a-z0-9]", "", re.sub(r"^ale/(.*)-v5$", r"\1", game.lower()))
    if key not in names:
        raise ValueError(_unknown(game, names))
    name, rom = names[key]
    try:
        roms.get_rom_path(rom)
    except OSError as error:
        raise _no_rom(name, error) from error
    return name, rom


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _unknown(game: str, names: dict[str, tuple[str, str]]) -> str:
    old = re.fullmatch(r"(?:ALE/)?(\w+?)(?:-ram)?(?:NoFrameskip|Deterministic)?-v\d+", game)
    key = re.sub(r"[^a-z0-9]", "", (old[1] if old else game).lower())
    if old and key in names:
        return (
            f'{game!r} is an id of the old Gym, with rules of its own: write "{names[key][0]}". '
            "Frames are skipped for you; sticky actions are set with sticky="
        )
    close = [names[match][0] for match in difflib.get_close_matches(key, names, n=3)]
    hint = " or ".join(f'"{name}"' for name in close)
    return f"ale-py has no game {game!r}" + (
        f". Did you mean {hint}?" if close else f'; it has {len(names)} others, such as "Breakout"'
    )


def _no_rom(game: str, error: OSError) -> FileNotFoundError:
    return FileNotFoundError(
        f"ale-py is installed, but its ROM of {game} cannot be read ({error}). Its wheel brings "
        "the ROMs: reinstall it with pip install --force-reinstall ale-py, and if the variable "
        "ALE_ROMS_DIR is set, remove it"
    )


def require(module: str, package: str, *, why: str) -> Any:
    """Import a module, or say which package to install."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ModuleNotFoundError(
            f"{package.partition('>')[0]} is missing or broken ({error}), and {why}. "
            f'Install it with: pip install "{package}" (in a notebook: %pip install ...)',
            name=module,
        ) from error


def check_actions(actions: Any, n_envs: int, n_actions: int) -> np.ndarray:
    """Return `actions` as (n_envs,) int64, or say what is wrong with them.

    ale-py's threads would wait for ever after an action that does not exist.
    """
    array = np.asarray(actions)
    if array.shape != (n_envs,) or array.dtype.kind not in "iu":
        raise ValueError(
            f"wanted one whole number a game, shape ({n_envs},); "
            f"got shape {array.shape} of {array.dtype}"
        )
    if wrong := sorted({*array.tolist()} - {*range(n_actions)}):
        raise ValueError(f"actions are 0 to {n_actions - 1}; got {wrong[0]}")
    return array.astype(np.int64)


def check_player(act: Any, epsilon: Any) -> tuple[Any, float]:
    """Return who plays: `act`, None for random play, and the share of random actions."""
    epsilon = check_probability(epsilon, "epsilon")
    if act is None or (isinstance(act, str) and act == "random"):
        return None, 1.0
    if not callable(act):
        raise TypeError(
            f"act is a function from obs to actions, or None for random play; got {act!r}"
        )
    return act, epsilon
