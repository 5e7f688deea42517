"""What every plot of the course is made of: `Plot`, its colours, and `beside`.

matplotlib is imported inside functions only: importing the course stays cheap.
"""

import base64
import html
import io
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito's palette, which the common kinds of colour blindness tell apart
BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, BLACK, GREY = "#E69F00", "#56B4E9", "#000000", "#7F7F7F"
PALETTE = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK, GREY)

# one colour an algorithm, the same through the whole course and in both languages
ALGORITHM_COLOURS = {
    "Q-learning": BLUE,
    "SARSA": VERMILLION,
    "UCB": GREEN,
    "epsilon-greedy": SKY,
    "epsilon-glouton": SKY,
    "punished": ORANGE,
    "puni": ORANGE,
    "optimistic": PURPLE,
    "optimiste": PURPLE,
    "first of equals": BLACK,
    "premier des ex æquo": BLACK,
    "random": GREY,
    "hasard": GREY,
}

DISPLAY_DPI = 100  # CSS pixels an inch
SHARPNESS = 1.6  # image pixels a CSS pixel: sharp enough, and the file stays small


class Plot:
    """A finished figure with a text that says what is to be seen on it.

    Attributes:
        figure: the `matplotlib.figure.Figure`; `figure.savefig("name.pdf")` works.
        alt: what the plot shows, in words.
    """

    def __init__(self, figure: "Figure", alt: str):
        self.figure = figure
        self.alt = alt

    @cached_property
    def png(self) -> bytes:
        """The picture. The same input gives the same bytes: no date or version is in them."""
        buffer = io.BytesIO()
        self.figure.savefig(
            buffer, format="png", dpi=DISPLAY_DPI * SHARPNESS, metadata={"Software": None}
        )
        return _fewer_colours(buffer)

    @property
    def html(self) -> str:
        data = base64.b64encode(self.png).decode()
        width = round(self.figure.get_figwidth() * DISPLAY_DPI)
        return (
            f'<img alt="{html.escape(self.alt)}" width="{width}" '
            f'style="max-width:100%;height:auto" src="data:image/png;base64,{data}">'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.alt}

    def __repr__(self) -> str:
        return self.alt


class Beside:
    """Plots and players next to each other; made by `beside`."""

    def __init__(self, things: Iterable[Any]):
        bundles = [_bundle(thing) for thing in things]
        cells = "".join(f'<div style="max-width:100%">{page}</div>' for page, _ in bundles)
        self.html = (
            '<div style="display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start">'
            f"{cells}</div>"
        )
        self.alt = "\n".join(text for _, text in bundles)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.alt}

    def __repr__(self) -> str:
        return self.alt


def beside(*things: Any) -> Beside:
    """Show plots and players next to each other; they wrap where the page is narrow."""
    if not things:
        raise ValueError("nothing to show: give at least one plot or player")
    return Beside(things)


def _bundle(thing: Any) -> tuple[str, str]:
    """Return what `thing` shows in a notebook, as HTML and as text."""
    if hasattr(thing, "_repr_mimebundle_"):
        data = thing._repr_mimebundle_()
        data = data[0] if isinstance(data, tuple) else data
        if "text/html" in data:
            return data["text/html"], data.get("text/plain", repr(thing))
    elif hasattr(thing, "_repr_html_"):
        return thing._repr_html_(), repr(thing)
    raise TypeError(
        f"beside shows plots and players (whatever has HTML); got {type(thing).__name__}: {thing!r}"
    )


def new_figure(width: float, height: float, *, title: str = "") -> tuple["Figure", "Axes"]:
    """Return a figure of that size in inches (100 CSS pixels each) and its axes; no pyplot."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    if title:
        axes.set_title(title, fontsize=10, wrap=True)
    return figure, axes


def plain(axes: "Axes") -> None:
    """Take away what draws the eye from the data."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    axes.grid(axis="y", alpha=0.25)
    axes.set_axisbelow(True)


def legend_beside(axes: "Axes", notes: Iterable[str] = ()) -> None:
    """Put the legend to the right of the axes, never on the curves, under `notes`."""
    axes.legend(
        title="\n".join(notes) or None,
        fontsize=8,
        title_fontsize=7.5,
        frameon=False,
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
        alignment="left",
    )


def colours_for(names: Iterable[str]) -> dict[str, str]:
    """Return a colour a name: the algorithm's own if it has one, else one that is still free."""
    known = {name.lower(): colour for name, colour in ALGORITHM_COLOURS.items()}
    names = list(names)
    colours = {name: known[name.lower()] for name in names if name.lower() in known}
    free = [colour for colour in PALETTE if colour not in colours.values()]
    others = [name for name in names if name not in colours]
    for index, name in enumerate(others):
        colours[name] = (free or list(PALETTE))[index % len(free or PALETTE)]
    return colours


def finite(values: Any, what: str) -> np.ndarray:
    """Return `values` as a float array, or raise an error that names the first bad one."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(
            f"{what}: wanted numbers, in rows of equal length; got {values!r}"
        ) from None
    if array.size == 0:
        raise ValueError(f"{what} is empty: there is nothing to draw")
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        where = f"[{', '.join(map(str, place))}]" if place else ""
        raise ValueError(f"{what}{where} is {array[place]}: wanted finite numbers")
    return array


def number(value: float, decimals: int = 2) -> str:
    """Return the number as plots print it, with a real minus sign and no minus zero."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def decimals_for(values: np.ndarray) -> int:
    """Return how many decimals keep the numbers of a plot at about four digits."""
    if np.array_equal(values, np.round(values)):
        return 0
    largest = np.abs(values).max()
    return 0 if largest >= 1000 else 1 if largest >= 10 else 2


def _fewer_colours(buffer: io.BytesIO) -> bytes:
    """Return the PNG with a palette of 256 colours: plots have few, and the file is a third."""
    from PIL import Image

    image = Image.open(buffer).convert("RGB")
    image = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    smaller = io.BytesIO()
    image.save(smaller, format="png", optimize=True)
    return smaller.getvalue()
