"""Plots drawn on a lake: the map itself, values, policies, Q-values and visits."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from course_utils.exact import as_action
from course_utils.figures import (
    ORANGE,
    VERMILLION,
    Plot,
    decimals_for,
    finite,
    new_figure,
    number,
)
from course_utils.lakes import ACTION_NAMES, LakeMap, cell_name, check_map
from course_utils.language import tr

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ICE, WATER, GOAL, INK = "#EAF3F8", "#1B2B3A", "#FFF3C4", "#1A1A1A"
# where each action goes on the page (x to the right, y downwards), in the order of lakes.LEFT ...
STEPS = np.array([(-1, 0), (0, 1), (1, 0), (0, -1)])

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
    lake = _Lake(lake_map, title=title)
    lake.letters(state_numbers=True)
    says = [_map_in_words(lake_map)]
    if policy is not None:
        shares = _shares(policy, lake.n_states, action_names)
        lake.arrows(shares, length=0.5, centre=(0, 0.06), skip_start=False)
        says.append(_policy_in_words(shares, lake_map))
    if path is not None:
        says.append(_draw_path(lake, path))
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
    lake = _Lake(lake_map, title=title)
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
            en=f"Value map of {_size(lake_map)}: from {low} to {high}, the largest at "
            f"{'state' if len(best) == 1 else 'states'} {here}; the start has {start}.",
            fr=f"Carte des valeurs {_size(lake_map)} : de {low} à {high}, la plus grande "
            f"{'en l’état' if len(best) == 1 else 'aux états'} {here} ; le départ vaut {start}.",
        )
    ]
    if policy is not None:
        shares = _shares(policy, lake.n_states, action_names)
        lake.arrows(
            shares, length=0.42, centre=(0, 0.17), inks=dict(zip(lake.ice, inks, strict=True))
        )
        says.append(_policy_in_words(shares, lake_map))
    return Plot(lake.figure, " ".join(says) if alt is None else alt)


def plot_policy(
    policy: PolicyLike,
    lake_map: LakeMap,
    *,
    action_names: Sequence[str] = ACTION_NAMES,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw the policy as arrows, an arrow's length being its action's probability.

    Args:
        policy: an action a state, shape (n_states,); or probabilities, shape (n_states, 4); or
            a bool array of that shape that marks all best actions; or a function of the state.
        action_names: "left", "down", "right", "up" in the order of the environment's actions:
            for CliffWalking-v1 give `lakes.CLIFF_ACTION_NAMES`.
    """
    lake = _Lake(lake_map, title=title)
    lake.letters()
    shares = _shares(policy, lake.n_states, action_names)
    lake.arrows(shares, length=0.62, centre=(0, 0))
    says = tr(en=f"Policy on {_size(lake_map)}.", fr=f"Politique {_size(lake_map)}.")
    return Plot(lake.figure, f"{says} {_policy_in_words(shares, lake_map)}" if alt is None else alt)


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
    lake = _Lake(lake_map, title=title, cell=0.98 if len(lake_map[0]) <= 6 else 0.86)
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
    says = tr(
        en=f"Q-values of {_size(lake_map)}, four a cell: from {low} to {high}, the largest "
        f"in state {place} ({_names()[q[place].argmax()]}). Best actions. ",
        fr=f"Valeurs Q {_size(lake_map)}, quatre par case : de {low} à {high}, la plus grande "
        f"en l’état {place} ({_names()[q[place].argmax()]}). Meilleures actions. ",
    )
    return Plot(lake.figure, says + _policy_in_words(best, lake_map) if alt is None else alt)


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
    lake = _Lake(lake_map, title=title, note=note)
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
            lake.text(state, under, _count(visits[state]), colour=ink)
    never = int((visits[ice] == 0).sum())
    most = int(visits.argmax())
    says = tr(
        en=f"Visit map of {_size(lake_map)}: {never} of {len(ice)} ice cells never visited; most "
        f"often state {most}, {_count(visits[most])} times. Colours on a logarithmic scale.",
        fr=f"Carte des visites {_size(lake_map)} : {never} cases de glace sur {len(ice)} jamais "
        f"visitées ; le plus souvent l’état {most}, {_count(visits[most])} fois. Couleurs sur une "
        "échelle logarithmique.",
    )
    return Plot(lake.figure, says if alt is None else alt)


class _Lake:
    """The empty map on a figure; one unit a cell, y downwards."""

    def __init__(self, lake_map: LakeMap, *, title: str, note: str = "", cell: float | None = None):
        check_map(lake_map)
        self.rows, self.columns = len(lake_map), len(lake_map[0])
        self.cells = "".join(lake_map)
        self.n_states = len(self.cells)
        self.start = self.cells.index("S")
        # the states where the agent acts: neither a hole nor a goal
        self.ice = np.array([s for s in range(self.n_states) if self.cells[s] in "SF"])
        cell = cell or (0.78 if self.columns <= 6 else 0.66)
        extra = (0.3 if title else 0.0) + (0.25 if note else 0.0)
        self.figure: Figure
        self.axes: Axes
        self.figure, self.axes = new_figure(
            self.columns * cell + 0.1, self.rows * cell + 0.1 + extra, title=title
        )
        self.axes.set(xlim=(-0.52, self.columns - 0.48), ylim=(self.rows - 0.48, -0.52))
        self.axes.set_aspect("equal")
        self.axes.axis("off")
        if note:
            self.figure.supxlabel(note, fontsize=7.5)
        self._ground()

    def centre(self, state: int) -> tuple[int, int]:
        return state % self.columns, state // self.columns

    def _squares(self, states: Any, colours: Any, **options: Any) -> None:
        from matplotlib.collections import PolyCollection

        corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
        squares = [corners + self.centre(state) for state in states]
        options = {"edgecolors": "white", "linewidths": 1.5} | options
        self.axes.add_collection(PolyCollection(squares, facecolors=colours, **options))

    def _ground(self) -> None:
        from matplotlib.patches import Circle

        self._squares(range(self.n_states), [GOAL if cell == "G" else ICE for cell in self.cells])
        for state, cell in enumerate(self.cells):
            if cell == "H":
                self.axes.add_patch(Circle(self.centre(state), 0.38, color=WATER))

    def paint(self, states: Any, numbers: np.ndarray) -> list[str]:
        """Colour those cells by number; return for each the ink that is readable on it."""
        colours, inks = _colours(numbers)
        self._squares(states, colours)
        return inks

    def paint_triangles(self, q: np.ndarray) -> np.ndarray:
        """Colour four triangles a cell by `q`, shape (n_ice, 4); return their inks."""
        from matplotlib.collections import PolyCollection

        colours, inks = _colours(q.ravel())
        triangles = []
        for state in self.ice:
            middle = np.array(self.centre(state))
            for step in STEPS:
                side = step[::-1]  # along the edge that the action points to
                triangles.append([middle, middle + (step + side) / 2, middle + (step - side) / 2])
        self.axes.add_collection(
            PolyCollection(triangles, facecolors=colours, edgecolors="white", linewidths=0.6)
        )
        self._squares(self.ice, "none")
        return np.reshape(inks, q.shape)

    def hatch(self, states: Any) -> None:
        self._squares(states, "white", hatch="////", edgecolors="#BBBBBB", linewidths=0.5)

    def text(
        self,
        state: int,
        offset: Any,
        text: str,
        *,
        colour: str = INK,
        size: float = 9,
        label: bool = False,
        **options: Any,
    ) -> None:
        x, y = self.centre(state)
        if label:
            box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
            options |= {"bbox": box, "fontweight": "bold"}
            colour = INK
        self.axes.text(
            x + offset[0],
            y + offset[1],
            text,
            color=colour,
            fontsize=size,
            ha="center",
            va="center_baseline",
            zorder=4,
            **options,
        )

    def letters(
        self,
        *,
        state_numbers: bool = False,
        colours: dict[int, str] | None = None,
    ) -> None:
        """Write S in the corner of the start and G on each goal; if asked, the state numbers."""
        for state, cell in enumerate(self.cells):
            ink = (colours or {}).get(state, INK)
            if cell == "G":
                self.text(state, (0, 0), "G", size=13, fontweight="bold")
            if cell == "S":
                self.text(state, (-0.36, -0.35), "S", size=9, colour=ink, fontweight="bold")
            if state_numbers:
                self.text(state, (0.36, -0.38), str(state), size=6.5, colour="#556677")
                if cell == "H":
                    self.text(state, (0, 0), "H", size=13, colour="white", fontweight="bold")

    def arrows(
        self,
        shares: np.ndarray,
        *,
        length: float,
        centre: tuple[float, float],
        inks: dict[int, str] | None = None,
        skip_start: bool = False,
    ) -> None:
        """Draw an arrow for each action with a share; one alone is centred, several fan out."""
        tails, heads, colours = [], [], []
        for state in self.ice:
            middle = np.array(self.centre(state)) + centre
            chosen = np.flatnonzero(shares[state] > 0.005)
            for action in chosen:
                step = STEPS[action] * length
                if len(chosen) == 1:
                    tail = middle - step / 2
                else:
                    # room for a head even where the probability is small
                    step = step * (0.35 + 0.25 * shares[state, action] / shares[state].max())
                    tail = middle + STEPS[action] * 0.03
                tails.append(tail)
                heads.append(step)
                colours.append((inks or {}).get(state, INK))
        if tails:
            (x, y), (u, v) = np.transpose(tails), np.transpose(heads)
            size = {"angles": "xy", "scale_units": "xy", "scale": 1, "units": "xy", "width": 0.045}
            size |= {"headwidth": 3.6, "headlength": 3.6, "headaxislength": 3.2}
            self.axes.quiver(x, y, u, v, color=colours, zorder=3, minlength=0, **size)


def _colours(numbers: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Return a viridis colour a number, and black or white, whichever is readable on it."""
    from matplotlib import colormaps

    low, high = numbers.min(), numbers.max()
    shares = (numbers - low) / (high - low) if high > low else np.full(len(numbers), 0.5)
    colours = colormaps["viridis"](0.08 + 0.92 * shares)
    light = colours[:, :3] @ (0.299, 0.587, 0.114)
    return colours, [INK if bright > 0.5 else "white" for bright in light]


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


def _draw_path(lake: _Lake, path: Sequence[int]) -> str:
    """Draw an arrow a step, side by side where the path comes back; return it in words."""
    states = [as_action(state, lake.n_states, where="the path") for state in path]
    if not states:
        raise ValueError("the path is empty: it has at least one state")
    steps = dict.fromkeys((a, b) for a, b in zip(states, states[1:], strict=False) if a != b)
    for a, b in steps:
        start, end = np.array(lake.centre(a), float), np.array(lake.centre(b), float)
        across = np.array([-(end - start)[1], (end - start)[0]])
        if (b, a) in steps:
            start, end = start + 0.09 * across, end + 0.09 * across
        far = np.abs(end - start).sum() > 1.5  # thrown back to the start, as on CliffWalking
        lake.axes.annotate(
            "",
            end,
            start,
            arrowprops={
                "arrowstyle": "-|>",
                "color": ORANGE if far else VERMILLION,
                "linewidth": 1 if far else 2,
                "linestyle": "dotted" if far else "solid",
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
    lake.axes.plot(*lake.centre(states[0]), "o", color=VERMILLION, markersize=6)
    names = [cell_name_of(lake, states[0]), cell_name_of(lake, states[-1])]
    listed = ", ".join(map(str, states[:30])) + (", …" if len(states) > 30 else "")
    return tr(
        en=f"A path of {len(states) - 1} steps from state {states[0]} ({names[0]}) to state "
        f"{states[-1]} ({names[1]}): {listed}.",
        fr=f"Un chemin de {len(states) - 1} pas, de l’état {states[0]} ({names[0]}) à l’état "
        f"{states[-1]} ({names[1]}) : {listed}.",
    )


def cell_name_of(lake: _Lake, state: int) -> str:
    return cell_name([lake.cells], state)


def _names() -> list[str]:
    return tr(en="left down right up", fr="gauche bas droite haut").split()


def _size(lake_map: LakeMap) -> str:
    rows, columns = len(lake_map), len(lake_map[0])
    return tr(en=f"a {rows} by {columns} lake", fr=f"d’un lac de {rows} sur {columns}")


def _map_in_words(lake_map: LakeMap) -> str:
    rows = ", ".join(lake_map)
    return tr(
        en=f"Map of {_size(lake_map)}, row by row: {rows} (S start, F ice, H hole, G goal).",
        fr=f"Plan {_size(lake_map)}, ligne par ligne : {rows} (S départ, F glace, H trou, G but).",
    )


def _policy_in_words(shares: np.ndarray, lake_map: LakeMap) -> str:
    """Return the likeliest actions row by row, such as `row 0: right, right, hole`."""
    names, columns = _names(), len(lake_map[0])
    rows = []
    for row, cells in enumerate(lake_map):
        words = []
        for column, cell in enumerate(cells):
            share = shares[row * columns + column]
            best = [names[a] for a in range(4) if share[a] > 0 and share[a] >= share.max() - 1e-9]
            if cell in "HG":
                words.append(cell_name(lake_map, row * columns + column))
            else:
                words.append("/".join(best) or "–")
        rows.append(f"{tr(en='row', fr='ligne')} {row}{tr(en=':', fr=' :')} {', '.join(words)}")
    return f"{tr(en='Actions,', fr='Actions,')} {'; '.join(rows)}."


def _count(value: float) -> str:
    if value >= 1e6:
        return f"{value / 1e6:.1f}M"
    return f"{value / 1e3:.0f}k" if value >= 1e4 else f"{value:.0f}"
