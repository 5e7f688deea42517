"""The plots of the course: returns and intervals here; `curve_plots` and `lake_plots`.

Every function returns a `Plot`: a picture with an alt text. No pyplot, and matplotlib is
loaded when the first plot is drawn.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_utils.curve_plots import plot_curves
from course_utils.figures import (
    ALGORITHM_COLOURS,
    BLUE,
    VERMILLION,
    Beside,
    Plot,
    beside,
    colours_for,
    decimals_for,
    finite,
    new_figure,
    number,
    plain,
)
from course_utils.lake_plots import plot_lake, plot_policy, plot_q_values, plot_values, plot_visits
from course_utils.language import tr

__all__ = [
    "ALGORITHM_COLOURS",
    "Beside",
    "Plot",
    "beside",
    "plot_curves",
    "plot_intervals",
    "plot_lake",
    "plot_policy",
    "plot_q_values",
    "plot_returns",
    "plot_values",
    "plot_visits",
]


def plot_returns(
    returns: Any, *, bins: int | None = None, title: str = "", alt: str | None = None
) -> Plot:
    """Draw how often each return came, and their mean.

    Args:
        returns: float array, shape (n_episodes,), such as `record.returns`.
        bins: how many bars; None gives each value its own bar when there are few.
    """
    returns = finite(returns, "returns")
    if returns.ndim != 1:
        raise ValueError(f"returns has shape {returns.shape}: wanted (n_episodes,)")
    values, counts = np.unique(returns, return_counts=True)
    figure, axes = new_figure(4.2, 2.8, title=title)
    mean, decimals = returns.mean(), decimals_for(values)
    few = bins is None and len(values) <= 12
    if few:
        width = 0.6 * (np.diff(values).min() if len(values) > 1 else 1.0)
        bars = axes.bar(values, counts, width=width, color=BLUE)
        axes.bar_label(bars, fontsize=8)
        axes.set_xticks(values, [number(value, decimals) for value in values], fontsize=8)
        if len(values) == 1:
            axes.set_xlim(values[0] - 1, values[0] + 1)
    else:
        axes.hist(returns, bins=bins or "auto", color=BLUE, edgecolor="white", linewidth=0.5)
    label = tr(en=f"mean {number(mean)}", fr=f"moyenne {number(mean)}")
    axes.axvline(mean, color=VERMILLION, linestyle="--", linewidth=1.8, label=label)
    axes.legend(fontsize=8, framealpha=0.9, edgecolor="none", loc="best")
    axes.set_xlabel(tr(en="return of an episode", fr="retour d’un épisode"))
    axes.set_ylabel(tr(en="number of episodes", fr="nombre d’épisodes"))
    plain(axes)
    low, high = number(values[0], decimals), number(values[-1], decimals)
    says = tr(
        en=f"Returns of {len(returns)} episodes, from {low} to {high}, mean {number(mean)}.",
        fr=f"Retours de {len(returns)} épisodes, de {low} à {high}, moyenne {number(mean)}.",
    )
    if few:
        says += " " + tr(en="How often: ", fr="Effectifs : ")
        says += ", ".join(
            f"{number(v, decimals)} × {n}" for v, n in zip(values, counts, strict=True)
        )
        says += "."
    return Plot(figure, says if alt is None else alt)


def plot_intervals(
    intervals: Mapping[str, tuple[float, float, float]],
    *,
    xlabel: str | None = None,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw estimates as points, each with its interval as a bar.

    Args:
        intervals: by name, `(estimate, low, high)` with low <= estimate <= high.
    """
    if not intervals:
        raise ValueError("intervals is empty: there is nothing to draw")
    rows = {name: finite(row, f"intervals[{name!r}]") for name, row in intervals.items()}
    for name, row in rows.items():
        if row.shape != (3,):
            raise ValueError(
                f"intervals[{name!r}] has shape {row.shape}: wanted (estimate, low, high)"
            )
        if not row[1] <= row[0] <= row[2]:
            raise ValueError(
                f"intervals[{name!r}]: wanted (estimate, low, high) with low <= estimate <= high, "
                f"got {tuple(row.tolist())}"
            )
    figure, axes = new_figure(5.4, 0.75 + 0.36 * len(rows), title=title)
    colours = colours_for(rows)
    decimals = decimals_for(np.array(list(rows.values())))
    for height, (name, (estimate, low, high)) in enumerate(rows.items()):
        error = [[estimate - low], [high - estimate]]
        axes.errorbar(
            estimate, height, xerr=error, fmt="o", color=colours[name], capsize=4, linewidth=2
        )
    axes.set_yticks(range(len(rows)), list(rows), fontsize=9)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(
        tr(en="estimate and interval", fr="estimation et intervalle") if xlabel is None else xlabel
    )
    plain(axes)
    says = [
        tr(
            en="{}: {}, interval {} to {}",
            fr="{} : {}, intervalle de {} à {}",
        ).format(name, *(number(value, decimals) for value in row))
        for name, row in rows.items()
    ]
    return Plot(figure, f"{tr(en='; ', fr=' ; ').join(says)}." if alt is None else alt)
