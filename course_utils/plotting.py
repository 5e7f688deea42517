"""The plots of the course: curves, returns and intervals here, lakes in `lake_plots`.

Every function returns a `Plot`: a picture with an alt text. No pyplot, and matplotlib is
loaded when the first plot is drawn.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

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

Curves = Mapping[str, Any]


def plot_curves(
    curves: Curves,
    *,
    window: int = 1,
    xlabel: str | None = None,
    ylabel: str | None = None,
    reference: Curves | None = None,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw learning curves: the raw ones faint, the smoothed ones bold.

    Several seeds give one curve, their mean, in a band of two standard errors to each side:
    an interval for the mean that is right about 95 times in 100.

    Args:
        curves: by name, float arrays of shape (n_episodes,) or (n_seeds, n_episodes).
        window: each smoothed point is the mean of the last `window` episodes.
        reference: the same kind of mapping; drawn faint and dashed, behind, for comparison.
    """
    curves = _checked(curves, window, "curves")
    reference = _checked(reference, window, "reference") if reference is not None else {}
    figure, axes = new_figure(6.4, 3.4, title=title)
    colours = colours_for([*curves, *(name for name in reference if name not in curves)])
    heights: list[np.ndarray] = []
    for name, runs in reference.items():
        x, mean, _ = _smoothed(runs, window)
        label = tr(en=f"{name} (reference)", fr=f"{name} (référence)")
        axes.plot(x, mean, "--", color=colours[name], alpha=0.45, linewidth=1.5, label=label)
        heights.append(mean)
    for name, runs in curves.items():
        x, mean, error = _smoothed(runs, window)
        if window > 1:
            raw = runs.mean(axis=0)
            axes.plot(
                np.arange(1, len(raw) + 1), raw, color=colours[name], alpha=0.2, linewidth=0.7
            )
            heights.append(np.percentile(raw, [2, 98]))
        if len(runs) > 1:
            low, high = mean - 2 * error, mean + 2 * error
            axes.fill_between(x, low, high, color=colours[name], alpha=0.25, linewidth=0)
            heights += [low, high]
        axes.plot(x, mean, color=colours[name], linewidth=1.8, label=name)
        heights.append(mean)
    low, high = np.concatenate(heights).min(), np.concatenate(heights).max()
    room = 0.06 * ((high - low) or 1)
    axes.set_ylim(low - room, high + room)
    axes.set_xlabel(tr(en="episode", fr="épisode") if xlabel is None else xlabel)
    axes.set_ylabel(tr(en="return", fr="retour") if ylabel is None else ylabel)
    _plain(axes)
    notes = _notes(curves, window)
    axes.legend(
        title="\n".join(notes),
        fontsize=8,
        title_fontsize=7.5,
        frameon=False,
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
        alignment="left",
    )  # beside the curves, never on them
    return Plot(figure, _curves_in_words(curves, reference, notes) if alt is None else alt)


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
    if bins is None and len(values) <= 12:
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
    axes.legend(fontsize=8, frameon=False, loc="lower right", bbox_to_anchor=(1.0, 1.0))
    axes.set_xlabel(tr(en="return of an episode", fr="retour d’un épisode"))
    axes.set_ylabel(tr(en="number of episodes", fr="nombre d’épisodes"))
    _plain(axes)
    low, high = number(values[0], decimals), number(values[-1], decimals)
    common, often = number(values[counts.argmax()], decimals), int(counts.max())
    says = tr(
        en=f"Returns of {len(returns)} episodes, from {low} to {high}, mean {number(mean)}; "
        f"the most frequent is {common} ({often} times).",
        fr=f"Retours de {len(returns)} épisodes, de {low} à {high}, moyenne {number(mean)} ; "
        f"le plus fréquent est {common} ({often} fois).",
    )
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
    _plain(axes)
    says = [
        tr(
            en=f"{name}: {number(e, decimals)}, interval {number(low, decimals)} to {number(high, decimals)}",
            fr=f"{name} : {number(e, decimals)}, intervalle de {number(low, decimals)} à {number(high, decimals)}",
        )
        for name, (e, low, high) in rows.items()
    ]
    return Plot(figure, "; ".join(says) + "." if alt is None else alt)


def _checked(curves: Curves, window: int, what: str) -> dict[str, np.ndarray]:
    """Return the curves as arrays (n_seeds, n_episodes)."""
    if not isinstance(curves, Mapping):
        raise TypeError(
            f'{what}: wanted a dict such as {{"Q-learning": returns}}; got {type(curves).__name__}'
        )
    if not curves:
        raise ValueError(f"{what} is empty: there is nothing to draw")
    if isinstance(window, bool) or not isinstance(window, (int, np.integer)) or window < 1:
        raise ValueError(f"window is a whole number of episodes, at least 1; got {window!r}")
    arrays = {}
    for name, runs in curves.items():
        array = finite(runs, f"{what}[{name!r}]")
        if array.ndim not in (1, 2):
            raise ValueError(
                f"{what}[{name!r}] has shape {array.shape}: wanted (n_episodes,) or "
                "(n_seeds, n_episodes)"
            )
        arrays[name] = np.atleast_2d(array)
        if window > arrays[name].shape[1]:
            raise ValueError(
                f"window is {window}, but {what}[{name!r}] has {arrays[name].shape[1]} episodes: "
                "choose a smaller window"
            )
    return arrays


def _smoothed(runs: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the episode numbers, the mean over seeds, smoothed, and its standard error."""
    sums = np.cumsum(np.pad(runs, ((0, 0), (1, 0))), axis=1)
    smooth = (sums[:, window:] - sums[:, :-window]) / window
    seeds = len(runs)
    error = smooth.std(axis=0, ddof=1) / np.sqrt(seeds) if seeds > 1 else np.zeros(smooth.shape[1])
    return np.arange(window, runs.shape[1] + 1), smooth.mean(axis=0), error


def _notes(curves: dict[str, np.ndarray], window: int) -> list[str]:
    """Return what the lines and the bands are, for the legend and the alt text."""
    notes = []
    if window > 1:
        notes.append(
            tr(
                en=f"bold: mean of the last\n{window} episodes",
                fr=f"trait épais : moyenne des\n{window} derniers épisodes",
            )
        )
    seeds = sorted({len(runs) for runs in curves.values() if len(runs) > 1})
    if seeds:
        many = str(seeds[0]) if len(seeds) == 1 else f"{seeds[0]}–{seeds[-1]}"
        notes.append(
            tr(
                en=f"band: mean of {many} seeds\n± 2 standard errors",
                fr=f"bande : moyenne de {many} graines\n± 2 erreurs types",
            )
        )
    return notes


def _curves_in_words(curves: Curves, reference: Curves, notes: list[str]) -> str:
    parts = []
    for name, runs in curves.items():
        episodes = runs.shape[1]
        last = max(1, episodes // 10)
        end, begin = number(runs[:, -last:].mean()), number(runs[:, :last].mean())
        parts.append(
            tr(
                en=f"{name} goes from {begin} (mean of the first {last} of {episodes}) to {end} "
                f"(the last {last})",
                fr=f"{name} va de {begin} (moyenne des {last} premiers sur {episodes}) à {end} "
                f"(les {last} derniers)",
            )
        )
    if reference:
        names = ", ".join(reference)
        parts.append(
            tr(en=f"faint, for reference: {names}", fr=f"en pâle, pour référence : {names}")
        )
    parts += [note.replace("\n", " ") for note in notes]
    return tr(en="Curves: ", fr="Courbes : ") + tr(en="; ", fr=" ; ").join(parts) + "."


def _plain(axes: Any) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    axes.grid(axis="y", alpha=0.25)
    axes.set_axisbelow(True)
