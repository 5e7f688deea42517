"""The empty lake that `lake_plots` draws on: cells, letters, colours, arrows, paths."""

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from course_utils.figures import ORANGE, VERMILLION, new_figure
from course_utils.lakes import LakeMap, check_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ICE, WATER, GOAL, INK = "#EAF3F8", "#1B2B3A", "#FFF3C4", "#1A1A1A"
# where left, down, right and up go on the page: x to the right, y downwards
STEPS = np.array([(-1, 0), (0, 1), (1, 0), (0, -1)])


class LakeCanvas:
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
            self.axes.annotate(
                note,
                (0.5, 0),
                (0, -2),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=7.5,
            )
        self._ground()

    def centre(self, state: int) -> tuple[int, int]:
        return state % self.columns, state // self.columns

    def _squares(self, states: Any, colours: Any, **options: Any) -> None:
        from matplotlib.collections import PolyCollection

        corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
        squares = [corners + self.centre(state) for state in states]
        look: dict[str, Any] = {"edgecolors": "white", "linewidths": 1.5} | options
        self.axes.add_collection(PolyCollection(squares, facecolors=colours, **look))

    def _ground(self) -> None:
        from matplotlib.patches import Circle

        self._squares(range(self.n_states), [GOAL if cell == "G" else ICE for cell in self.cells])
        for state, cell in enumerate(self.cells):
            if cell == "H":
                self.axes.add_patch(Circle(self.centre(state), 0.38, color=WATER))

    def paint(self, states: Any, numbers: np.ndarray) -> list[str]:
        """Colour those cells by number; return for each the ink that is readable on it."""
        colours, inks = colours_and_inks(numbers)
        self._squares(states, colours)
        return inks

    def paint_triangles(self, q: np.ndarray) -> np.ndarray:
        """Colour four triangles a cell by `q`, shape (n_ice, 4); return their inks."""
        from matplotlib.collections import PolyCollection

        colours, inks = colours_and_inks(q.ravel())
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
    ) -> None:
        """Draw an arrow for each action with a share; one alone is centred, several fan out.

        The likelier the action, the longer its arrow.
        """
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
            size: dict[str, Any] = {
                "angles": "xy",
                "scale_units": "xy",
                "scale": 1,
                "units": "xy",
                "width": 0.045,
            }
            size |= {"headwidth": 3.6, "headlength": 3.6, "headaxislength": 3.2}
            self.axes.quiver(x, y, u, v, color=colours, zorder=3, minlength=0, **size)

    def path(self, states: Sequence[int]) -> None:
        """Draw an arrow a step, side by side where the path comes back."""
        steps = dict.fromkeys((a, b) for a, b in itertools.pairwise(states) if a != b)
        for a, b in steps:
            start, end = np.array(self.centre(a), float), np.array(self.centre(b), float)
            across = np.array([-(end - start)[1], (end - start)[0]])
            if (b, a) in steps:
                start, end = start + 0.09 * across, end + 0.09 * across
            jump = np.abs(end - start).sum() > 1.5  # thrown back to the start, as on CliffWalking
            style: dict[str, Any] = {"color": VERMILLION, "linewidth": 2, "linestyle": "solid"}
            if jump:
                style = {"color": ORANGE, "linewidth": 1, "linestyle": "dotted"}
            style |= {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0}
            self.axes.annotate("", tuple(end), tuple(start), arrowprops=style)
        self.axes.plot(*self.centre(states[0]), "o", color=VERMILLION, markersize=6)


def colours_and_inks(numbers: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Return a viridis colour a number, and black or white, whichever is readable on it."""
    from matplotlib import colormaps

    low, high = numbers.min(), numbers.max()
    shares = (numbers - low) / (high - low) if high > low else np.full(len(numbers), 0.5)
    colours = colormaps["viridis"](0.08 + 0.92 * shares)
    # the luminance of WCAG 2; at 0.18 black and white contrast equally well with it
    rgb = colours[:, :3]
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    light = linear @ (0.2126, 0.7152, 0.0722)
    return colours, ["black" if bright > 0.18 else "white" for bright in light]
