"""Plots drawn on a lake: the map itself, values, policies, Q-values and visits."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.exact import as_action
from course_utils.figures import Plot, decimals_for, finite, number
from course_utils.lake_canvas import INK, STEPS, LakeCanvas
from course_utils.lake_words import (
    direction_names,
    map_in_words,
    path_in_words,
    policy_in_words,
    short_count,
    size_in_words,
)
from course_utils.lakes import ACTION_NAMES, LakeMap
from course_utils.language import tr

PolicyLike = Sequence[Any] | np.ndarray | Callable[[int], int]


def plot_lake(
    lake_map: LakeMap,
    *,
    path: Sequence[int] | None = None,
    policy: PolicyLike | None = None,
    action_names: Sequence[str] = ACTION_NAMES,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw the map with its state numbers.

    Args:
        path: states in the order they were visited, such as `episode.obs`, drawn as a line.
        policy: drawn as arrows, see `plot_policy`.
    """
    lake = LakeCanvas(lake_map, title=title)
    lake.letters(state_numbers=True)
    says = [map_in_words(lake_map)]
    if policy is not None:
        shares = _shares(policy, lake.n_states, action_names)
        lake.arrows(shares, length=0.5, centre=(0, 0.06))
        says += ["Actions" + tr(en=":", fr=" :"), policy_in_words(shares, lake_map)]
    if path is not None:
        states = [as_action(state, lake.n_states, where="the path") for state in path]
        if not states:
            raise ValueError("the path is empty: it has at least one state")
        lake.path(states)
        says.append(path_in_words(states, lake_map))
    return Plot(lake.figure, " ".join(says) if alt is None else alt)


def plot_values(
    values: Any,
    lake_map: LakeMap,
    *,
    policy: PolicyLike | None = None,
    action_names: Sequence[str] = ACTION_NAMES,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw the value of each state as a colour and a number.

    Args:
        values: float array, shape (n_states,). Those of holes and goals are not drawn: an
            episode that is over has no future.
        policy: drawn as arrows under the numbers, see `plot_policy`.
    """
    lake = LakeCanvas(lake_map, title=title)
    values = _one_a_state(values, lake.n_states, "values")
    shown = values[lake.ice]
    decimals = decimals_for(shown)
    inks = lake.paint(lake.ice, shown)
    lift = 0 if policy is None else -0.27
    for state, ink in zip(lake.ice, inks, strict=True):
        lake.text(state, (0, lift), number(values[state], decimals), colour=ink)
    lake.letters(colours=dict(zip(lake.ice, inks, strict=True)))
    best = lake.ice[np.isclose(shown, shown.max())]
    low, high = number(shown.min(), decimals), number(shown.max(), decimals)
    here, start = ", ".join(map(str, best)), number(values[lake.start], decimals)
    says = [
        tr(
            en=f"Value map of {size_in_words(lake_map)}: from {low} to {high}, the largest at "
            f"{'state' if len(best) == 1 else 'states'} {here}; the start has {start}.",
            fr=f"Carte des valeurs {size_in_words(lake_map)} : de {low} à {high}, la plus grande "
            f"{'en l’état' if len(best) == 1 else 'aux états'} {here} ; le départ vaut {start}.",
        )
    ]
    if policy is not None:
        shares = _shares(policy, lake.n_states, action_names)
        lake.arrows(
            shares, length=0.42, centre=(0, 0.17), inks=dict(zip(lake.ice, inks, strict=True))
        )
        says += ["Actions" + tr(en=":", fr=" :"), policy_in_words(shares, lake_map)]
    return Plot(lake.figure, " ".join(says) if alt is None else alt)


def plot_policy(
    policy: PolicyLike,
    lake_map: LakeMap,
    *,
    action_names: Sequence[str] = ACTION_NAMES,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw the policy as arrows: the likelier the action, the longer its arrow.

    Args:
        policy: an action a state, shape (n_states,); or probabilities, shape (n_states, 4); or
            a bool array of that shape that marks all best actions; or a function of the state.
        action_names: "left", "down", "right", "up" in the order of the environment's actions:
            for CliffWalking-v1 give `lakes.CLIFF_ACTION_NAMES`.
    """
    lake = LakeCanvas(lake_map, title=title)
    lake.letters()
    shares = _shares(policy, lake.n_states, action_names)
    lake.arrows(shares, length=0.62, centre=(0, 0))
    says = tr(
        en=f"Policy on {size_in_words(lake_map)}:", fr=f"Politique {size_in_words(lake_map)} :"
    )
    return Plot(lake.figure, f"{says} {policy_in_words(shares, lake_map)}" if alt is None else alt)


def plot_q_values(
    q_table: Any,
    lake_map: LakeMap,
    *,
    action_names: Sequence[str] = ACTION_NAMES,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw the four Q-values of each state, each in the triangle its action points to.

    The best ones have a white label; where all four are equal there is no best one.

    Args:
        q_table: float array, shape (n_states, 4).
        action_names: as in `plot_policy`.
    """
    lake = LakeCanvas(lake_map, title=title, cell=0.98 if len(lake_map[0]) <= 6 else 0.86)
    q = finite(q_table, "q_table")
    if q.shape != (lake.n_states, 4):
        raise ValueError(
            f"q_table has shape {q.shape}: this map needs {(lake.n_states, 4)}, "
            "a row a state and a column an action"
        )
    q = q[:, _lake_order(action_names)]
    shown = q[lake.ice]
    inks_of = dict(zip(lake.ice, lake.paint_triangles(shown), strict=True))
    decimals = decimals_for(shown)
    best = (
        np.isclose(q, q.max(axis=1, keepdims=True)) & ~np.isclose(q, q[:, :1]).all(axis=1)[:, None]
    )
    for state in lake.ice:
        for action, step in enumerate(STEPS):
            lake.text(
                state,
                step * (0.31, 0.34),
                number(q[state, action], decimals),
                colour=inks_of[state][action],
                size=7.5,
                label=bool(best[state, action]),
            )
    lake.letters(colours={lake.start: inks_of[lake.start][3]})
    low, high = number(shown.min(), decimals), number(shown.max(), decimals)
    place = lake.ice[shown.max(axis=1).argmax()]
    size, towards = size_in_words(lake_map), direction_names()[q[place].argmax()]
    says = tr(
        en=f"Q-values of {size}, four a cell: from {low} to {high}, the largest in state {place} "
        f"({towards}). Best actions:",
        fr=f"Valeurs Q {size}, quatre par case : de {low} à {high}, la plus grande en l’état "
        f"{place} ({towards}). Meilleures actions :",
    )
    return Plot(lake.figure, f"{says} {policy_in_words(best, lake_map)}" if alt is None else alt)


def plot_visits(visits: Any, lake_map: LakeMap, *, title: str = "", alt: str | None = None) -> Plot:
    """Draw how often each state was visited, on a logarithmic colour scale.

    A cell that was never visited is hatched.

    Args:
        visits: counts, shape (n_states,).
    """
    note = tr(
        en="hatched: never visited; logarithmic colours",
        fr="hachuré : jamais visité ; couleurs logarithmiques",
    )
    lake = LakeCanvas(lake_map, title=title, note=note)
    visits = _one_a_state(visits, lake.n_states, "visits")
    if (visits < 0).any():
        raise ValueError(f"visits are counts; visits[{visits.argmin()}] is {visits.min():g}")
    ice = np.array(lake.ice)
    seen = ice[visits[ice] > 0]
    inks = dict(zip(seen, lake.paint(seen, np.log(visits[seen])), strict=True)) if len(seen) else {}
    lake.hatch(ice[visits[ice] == 0])
    lake.letters(colours=inks)
    for state in range(lake.n_states):
        if state in inks or visits[state] > 0:
            hole = lake.cells[state] == "H"
            under = (0, 0.33) if lake.cells[state] == "G" else (0, 0)
            ink = inks.get(state, "white" if hole else INK)
            lake.text(state, under, short_count(visits[state]), colour=ink)
    never = int((visits[ice] == 0).sum())
    most, size = int(visits.argmax()), size_in_words(lake_map)
    says = tr(
        en=f"Visit map of {size}: ice cells never visited: {never} of {len(ice)}; most often state "
        f"{most}, {short_count(visits[most])} times. Colours on a logarithmic scale.",
        fr=f"Carte des visites {size} : cases de glace jamais visitées : {never} sur {len(ice)} ; "
        f"le plus souvent l’état {most}, {short_count(visits[most])} fois. Échelle logarithmique.",
    )
    return Plot(lake.figure, says if alt is None else alt)


def _one_a_state(values: Any, n_states: int, what: str) -> np.ndarray:
    array = finite(values, what)
    if array.shape != (n_states,):
        raise ValueError(
            f"{what} has shape {array.shape}: this map has {n_states} cells, so wanted "
            f"shape ({n_states},), one number a state"
        )
    return array


def _lake_order(action_names: Sequence[str]) -> list[int]:
    """Return the environment's numbers of left, down, right, up."""
    if sorted(action_names) != sorted(ACTION_NAMES):
        raise ValueError(
            f"action_names are {', '.join(ACTION_NAMES)} in the environment's order; "
            f"got {action_names!r}"
        )
    return [list(action_names).index(name) for name in ACTION_NAMES]


def _shares(policy: PolicyLike, n_states: int, action_names: Sequence[str]) -> np.ndarray:
    """Return how much each action is chosen, (n_states, 4): left, down, right, up."""
    order = _lake_order(action_names)
    if callable(policy):
        policy = [as_action(policy(s), 4, where=f"policy({s})") for s in range(n_states)]
    table = finite(policy, "policy")
    if table.shape == (n_states,):
        actions = [as_action(a, 4, where=f"policy[{s}]") for s, a in enumerate(np.asarray(policy))]
        return np.eye(4)[actions][:, order]
    if table.shape != (n_states, 4):
        raise ValueError(
            f"the policy has shape {table.shape}: this map needs ({n_states},), an action a "
            f"state, or ({n_states}, 4), a probability an action"
        )
    if (table < 0).any() or (table > 1 + 1e-9).any():
        raise ValueError("the policy has numbers outside 0 to 1: wanted probabilities, not values")
    return table[:, order]
