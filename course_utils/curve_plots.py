"""Learning curves: smoothed, with a band over seeds."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_utils.figures import Plot, colours_for, finite, legend_beside, new_figure, number, plain
from course_utils.language import tr

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
    plain(axes)
    notes = _notes(curves, window)
    legend_beside(axes, notes)
    return Plot(figure, _curves_in_words(curves, reference, notes) if alt is None else alt)


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
