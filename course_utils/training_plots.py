"""What a training shows: the scores of its games, live too, and Q-values along a game."""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from course_utils.episodes import progress_is_seen
from course_utils.figures import (
    GREY,
    PALETTE,
    Plot,
    colours_for,
    finite,
    legend_beside,
    new_figure,
    number,
    plain,
)
from course_utils.language import tr
from course_utils.score_logs import Logs, legend_notes, over_seeds, read_logs, scores_in_words
from course_utils.video import action_label


def plot_scores(
    logs: Any,
    *,
    reference: Any = None,
    window: int = 20,
    until: int | None = None,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw the scores of the games that ended while training: each a faint dot, their mean bold.

    Several seeds give one line, the mean of their lines, in a band from the lowest to the highest.

    Args:
        logs: by name, a log or a list of logs, one a seed. A log is `training.log`, or a dict
            with "step" and "score", such as `shipped(...).about["runs"][0]["log"]`. One log alone
            will do.
        reference: the same; drawn faint and dashed, behind, for comparison.
        window: the bold line is the mean of the last `window` games (of fewer, at the beginning).
        until: the last step shown; None shows all of them, those of the reference too.
    """
    if isinstance(window, bool) or not isinstance(window, (int, np.integer)) or window < 1:
        raise ValueError(f"window is a whole number of games, at least 1; got {window!r}")
    if until is not None and not until > 0:
        raise ValueError(f"until is a number of steps above 0; got {until!r}")
    drawn = read_logs(logs, "logs", alone=tr(en="this training", fr="cet entraînement"))
    behind: Logs = {}
    if reference is not None:
        behind = read_logs(reference, "reference", alone=tr(en="reference", fr="référence"))
    figure, axes = new_figure(6.4, 3.2, title=title)
    colours = colours_for([*drawn, *(name for name in behind if name not in drawn)])
    heights: list[float] = []
    for name, seeds in behind.items():
        step, mean, low, high = over_seeds(seeds, window)
        label = f"{name} ({tr(en='reference', fr='référence')})" if name in drawn else name
        colour = GREY if name in drawn else colours[name]
        if len(seeds) > 1:
            axes.fill_between(step / 1000, low, high, color=colour, alpha=0.12, lw=0)
            heights += _heights(step, high, until)
        axes.plot(step / 1000, mean, "--", color=colour, alpha=0.6, lw=1.5, label=label)
        heights += _heights(step, mean, until)
    for name, seeds in drawn.items():
        for step, score in seeds:
            faint = float(np.clip(40 / max(1, len(score)), 0.15, 0.45))  # many make a cloud
            axes.plot(step / 1000, score, ".", color=colours[name], alpha=faint, ms=5, mew=0)
            if window > 1 and len(score):
                heights += _heights(step, score, until, outside=1)
        step, mean, low, high = over_seeds(seeds, window)
        if len(seeds) > 1:
            axes.fill_between(step / 1000, low, high, color=colours[name], alpha=0.2, lw=0)
            heights += _heights(step, low, until) + _heights(step, high, until)
        dot = "o" if len(step) == 1 else None  # one game is no line yet
        axes.plot(step / 1000, mean, marker=dot, color=colours[name], lw=1.8, label=name)
        heights += _heights(step, mean, until)
    bottom, top = min([0, *heights]), max([0, *heights]) or 1
    room = 0.06 * (top - bottom)
    axes.set_ylim(bottom - room, top + room)
    last = [
        step[-1] for seeds in (*drawn.values(), *behind.values()) for step, _ in seeds if len(step)
    ]
    axes.set_xlim(0, (until or max(last, default=0) or 1000) / 1000)
    axes.set_xlabel(tr(en="agent steps (thousands)", fr="pas de l’agent (milliers)"))
    axes.set_ylabel(tr(en="score of a game", fr="score d’une partie"))
    plain(axes)
    if not any(len(step) for seeds in drawn.values() for step, _ in seeds):
        words = tr(en="no game has ended yet", fr="aucune partie n’est encore terminée")
        axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", fontsize=9)
    notes = legend_notes(drawn, behind, window)
    legend_beside(axes, notes)
    return Plot(figure, scores_in_words(drawn, behind, notes, window) if alt is None else alt)


def plot_q_along(
    q_values: Any,
    action_names: Sequence[str],
    *,
    rewards: Any = None,
    title: str = "",
    alt: str | None = None,
) -> Plot:
    """Draw the Q-values of every action along a game, and where rewards came.

    Args:
        q_values: float array or tensor, (T, n_actions): of the obs at steps 0 ... T - 1.
        action_names: such as `episode.action_names`.
        rewards: (T,) or (T - 1,), such as `episode.rewards`: a reward of the action at step t is
            seen at step t + 1.
    """
    if hasattr(q_values, "detach"):  # a tensor, with its gradient perhaps
        q_values = q_values.detach().cpu().numpy()
    q_values = finite(q_values, "q_values")
    if q_values.ndim != 2 or q_values.shape[1] != len(action_names):
        raise ValueError(
            f"q_values has shape {q_values.shape}: wanted (T, {len(action_names)}), one column for "
            f"each of the actions {', '.join(map(str, action_names))}"
        )
    steps = len(q_values)
    came = np.zeros(0, np.int64)
    if rewards is not None:
        rewards = np.asarray(rewards, dtype=float)
        if rewards.shape not in ((steps,), (steps - 1,)):
            raise ValueError(
                f"rewards has shape {rewards.shape}: wanted ({steps},) or ({steps - 1},), as "
                f"q_values has {steps} steps"
            )
        came = np.flatnonzero(rewards[: steps - 1]) + 1  # none after the last obs
    figure, axes = new_figure(6.8, 3.0, title=title)
    for index, step in enumerate(came.tolist()):
        label = tr(en="a reward", fr="une récompense") if index == 0 else None
        axes.axvline(step, color="0.6", alpha=0.6, lw=0.8, ls=":", zorder=0, label=label)
    names = [action_label(str(name)) for name in action_names]
    colours = colours_for(names)
    style: dict[str, Any] = {"lw": 1.1, "alpha": 0.9, "marker": "o" if steps == 1 else None}
    for index, (name, column) in enumerate(zip(names, q_values.T, strict=True)):
        line = ("-", "--", ":")[index // len(PALETTE) % 3]  # more actions than colours
        axes.plot(column, ls=line, color=colours[name], label=name, **style)
    axes.set_xlim(0, max(1, steps - 1))
    axes.set_xlabel(tr(en="step of the game", fr="pas de la partie"))
    axes.set_ylabel(tr(en="Q-value", fr="valeur Q"))
    plain(axes)
    legend_beside(axes)
    best = q_values.max(axis=1)
    says = tr(
        en=f"Q-values of {len(names)} actions over {steps} steps of a game: the best one lies "
        f"between {number(best.min())} and {number(best.max())}",
        fr=f"Valeurs Q de {len(names)} actions sur {steps} pas d’une partie : la meilleure va "
        f"de {number(best.min())} à {number(best.max())}",
    )
    if rewards is not None:
        says += tr(
            en=f"; rewards came {len(came)} times", fr=f" ; récompenses reçues : {len(came)}"
        )
    return Plot(figure, f"{says}." if alt is None else alt)


class LiveCurve:
    """Draws the scores while a training runs, in one place of the notebook.

        runs = shipped("Breakout", 200_000).about["runs"]
        reference = {"shipped": [run["log"] for run in runs]}
        training.run(30_000, watch=LiveCurve(reference))

    It does nothing where nobody looks, outside of a notebook, in CI or when graded. An error while
    drawing ends the drawing, not the training.

    Args:
        reference, window, title: see `plot_scores`.
        until: the last step shown, while the training has not gone further.
    """

    def __init__(
        self,
        reference: Any = None,
        window: int = 20,
        *,
        until: int | None = None,
        title: str = "",
    ):
        self._options = {"reference": reference, "window": window, "title": title}
        self._until = until
        plot_scores({"step": [], "score": []}, until=until, **self._options)  # mistakes show now
        self.error: Exception | None = None  # what ended the drawing
        self._cell: Any = None
        self._handle: Any = None

    def __call__(self, training: Any) -> None:
        """Draw `training.log`; a run in another cell is drawn there."""
        if self.error is not None:
            return
        try:
            shell = _notebook()
            if shell is None:
                return
            until = None if self._until is None else max(self._until, training.steps)
            plot = plot_scores(training.log, until=until, **self._options)
            _ = plot.png  # drawn here: an error in `display` would not be raised but printed
            if self._handle is None or self._cell != shell.execution_count:
                from IPython.display import display

                self._cell, self._handle = shell.execution_count, display(plot, display_id=True)
            else:
                self._handle.update(plot)
        except Exception as error:
            self.error = error
            print(
                tr(
                    en=f"No live curve from here on ({error!r}); the training goes on.",
                    fr=f"Plus de courbe en direct ({error!r}) ; l’entraînement continue.",
                )
            )


def _notebook() -> Any:
    """Return IPython's shell if it is a notebook's and somebody looks, else None."""
    if not progress_is_seen() or "IPython" not in sys.modules:
        return None
    shell = sys.modules["IPython"].get_ipython()
    return shell if hasattr(shell, "kernel") else None


def _heights(
    step: np.ndarray, line: np.ndarray, until: int | None, *, outside: float = 0
) -> list[float]:
    """Return between what heights the line is; `outside` percent may lie above, and below."""
    shown = line if until is None else line[step <= until]
    if not len(shown):
        return []
    low = np.percentile(shown, outside, method="lower")
    return [float(low), float(np.percentile(shown, 100 - outside, method="higher"))]
