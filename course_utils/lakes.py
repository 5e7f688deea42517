"""The lakes of the course: maps, actions by name, and the transition model `P`.

A map is a list of strings of equal length: S start, F frozen, H hole, G goal. States are
numbered row by row from the top left. `P[state][action]` is a list of
`(probability, next_state, reward, terminated)`, as Gymnasium's toy-text environments give it.
"""

from collections.abc import Mapping, Sequence

import gymnasium as gym
import numpy as np
from gymnasium.envs.toy_text.frozen_lake import generate_random_map

from course_utils import toy_text
from course_utils.language import tr

LEFT, DOWN, RIGHT, UP = range(4)
ACTION_NAMES = ("left", "down", "right", "up")
ACTION_ARROWS = ("←", "↓", "→", "↑")
# CliffWalking-v1 numbers its actions in another order: 0 is up
CLIFF_ACTION_NAMES = ("up", "right", "down", "left")

FIRST_LAKE = ("SFFF", "FHFH", "FFFH", "HFFG")
OTHER_LAKE = ("SHFF", "FHFH", "FFHF", "FFFG")
SAFE_LAKE = ("SFFF", "FFFF", "HHFF", "HHFG")
SMALL_LAKE = ("SFF", "FFF", "FFG")
# Gymnasium's CliffWalking-v1 drawn as a map (its holes send back to the start, reward -100)
CLIFF_WALKING = ("F" * 12, "F" * 12, "F" * 12, "S" + "H" * 10 + "G")

LakeMap = Sequence[str]
Model = Mapping[int, Mapping[int, list[tuple[float, int, float, bool]]]]


def cliff_lake(width: int = 5) -> tuple[str, ...]:
    """Return the lake with a cliff of holes between start and goal, `width` cells wide."""
    if width < 3:
        raise ValueError(f"a cliff lake is at least 3 cells wide; got {width}")
    return ("F" * width, "F" * width, "S" + "H" * (width - 2) + "G")


def check_map(lake_map: LakeMap) -> None:
    """Raise a ValueError that says what is wrong unless `lake_map` is a lake.

    A lake is rectangular, has letters S, F, H, G only, exactly one S and at least one G.
    """
    if isinstance(lake_map, str) or not all(isinstance(row, str) for row in lake_map):
        raise ValueError(f'a map is a list of strings such as ["SF", "FG"]; got {lake_map!r}')
    if not lake_map or not lake_map[0]:
        raise ValueError("the map is empty: a lake has at least a start S and a goal G")
    for number, row in enumerate(lake_map):
        if len(row) != len(lake_map[0]):
            raise ValueError(
                f"every row of a map has the same length: row 0 ({lake_map[0]}) has "
                f"{len(lake_map[0])} cells, row {number} ({row}) has {len(row)}"
            )
        if unknown := set(row) - set("SFHG"):
            raise ValueError(
                f"row {number} ({row}) has the unknown letter {sorted(unknown)[0]!r}: "
                "use S (start), F (frozen), H (hole), G (goal)"
            )
    cells = "".join(lake_map)
    if cells.count("S") != 1:
        raise ValueError(f"a map has exactly one start S; this one has {cells.count('S')}")
    if "G" not in cells:
        raise ValueError("the map has no goal G")


def make_lake(lake_map: LakeMap, *, slippery: bool = False, max_steps: int = 100) -> gym.Env:
    """Return Gymnasium's Frozen Lake on `lake_map`, after `check_map`.

    Episodes are truncated after `max_steps`. `env.unwrapped.P` is the model; `env.render()`
    gives an RGB picture.
    """
    check_map(lake_map)
    return toy_text.make(
        "FrozenLake-v1",
        desc=list(lake_map),
        is_slippery=slippery,
        max_episode_steps=max_steps,
    )


def make_cliff_walking(*, max_steps: int | None = None) -> gym.Env:
    """Return Gymnasium's CliffWalking-v1; episodes are truncated after `max_steps`, if given."""
    return toy_text.make("CliffWalking-v1", max_episode_steps=max_steps)


def lake_map_of(env: gym.Env) -> tuple[str, ...]:
    """Return the map of a Frozen Lake environment."""
    desc = env.unwrapped.desc  # type: ignore[attr-defined]
    return tuple("".join(cell.decode() for cell in row) for row in desc)


def model_of(env: gym.Env) -> Model:
    """Return the transition model `P` of a toy-text environment."""
    model = getattr(env.unwrapped, "P", None)
    if model is None:
        raise ValueError(f"{env} has no transition model P: only tabular environments have one")
    return model


def cell_name(lake_map: LakeMap, state: int) -> str:
    """Return what lies at `state`, in words: "start", "ice", "hole" or "goal"."""
    return {
        "S": tr(en="start", fr="départ"),
        "F": tr(en="ice", fr="glace"),
        "H": tr(en="hole", fr="trou"),
        "G": tr(en="goal", fr="but"),
    }["".join(lake_map)[state]]


def show_transitions(env: gym.Env, state: int, action: int) -> None:
    """Print where `action` can lead from `state`, one line an outcome.

    Outcomes that lead to the same state are added up, so the probabilities read as they act.
    """
    lake_map = lake_map_of(env)
    width = len(lake_map[0])
    outcomes: dict[tuple[int, float, bool], float] = {}
    for probability, next_state, reward, terminated in model_of(env)[state][action]:
        key = (int(next_state), float(reward), bool(terminated))
        outcomes[key] = outcomes.get(key, 0.0) + probability
    print(
        tr(en="From state", fr="Depuis l'état"),
        f"{state} ({cell_name(lake_map, state)}, {tr(en='row', fr='ligne')} {state // width}, "
        f"{tr(en='column', fr='colonne')} {state % width}), "
        f"action {action} = {ACTION_NAMES[action]} {ACTION_ARROWS[action]}",
    )
    for (next_state, reward, terminated), probability in outcomes.items():
        end = tr(en="  the episode ends", fr="  l'épisode se termine") if terminated else ""
        print(
            f"  p = {probability:.3f}  → {tr(en='state', fr='état')} {next_state:2d} "
            f"({cell_name(lake_map, next_state)})  "
            f"{tr(en='reward', fr='récompense')} {reward:.0f}{end}"
        )


def random_lake(rng: np.random.Generator, *, size: int = 4, frozen: float = 0.8) -> tuple[str, ...]:
    """Return a random square lake, from Gymnasium's generator; its goal can be reached.

    Args:
        size: cells a side.
        frozen: probability that a cell is ice.
    """
    return tuple(generate_random_map(size=size, p=frozen, seed=int(rng.integers(2**31))))


def random_model(
    rng: np.random.Generator,
    *,
    n_states: int = 6,
    n_actions: int = 3,
    outcomes: int = 3,
    ending: float = 0.2,
) -> Model:
    """Return a random model, not a lake, in the same format as Gymnasium's `P`.

    Rewards are normal, so of both signs. A transition that ends the episode may lead to any
    state, as a rescued skater is put back on the shore: the state after it has a value for
    those who play on there, which must not be counted for the episode that is over.

    Args:
        rng: draws everything.
        n_states: states are numbered from 0.
        n_actions: the same in every state.
        outcomes: how many outcomes each (state, action) has; two may lead to the same state.
        ending: probability that an outcome ends the episode.
    """
    shape = (n_states, n_actions)
    probability = rng.dirichlet(np.ones(outcomes), size=shape)
    next_state = rng.integers(n_states, size=(*shape, outcomes))
    reward = rng.normal(size=(*shape, outcomes))
    terminated = rng.random((*shape, outcomes)) < ending
    columns = np.stack([probability, next_state, reward, terminated], axis=-1).tolist()
    return {
        s: {
            a: [(p, int(t), r, bool(end)) for p, t, r, end in columns[s][a]]
            for a in range(n_actions)
        }
        for s in range(n_states)
    }
