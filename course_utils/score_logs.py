"""Logs of the games that a training played: read, smoothed, compared over seeds, put in words."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_utils.figures import finite, number
from course_utils.language import tr

Logs = dict[str, list[tuple[np.ndarray, np.ndarray]]]  # by name, (steps, scores) of each seed


def read_logs(logs: Any, what: str, *, alone: str) -> Logs:
    """Return every log as arrays; one log alone is given the name `alone`."""
    if hasattr(logs, "to_frame") or (isinstance(logs, Mapping) and {"step", "score"} <= set(logs)):
        logs = {alone: logs}
    if not isinstance(logs, Mapping):
        raise TypeError(
            f'{what}: wanted a dict such as {{"DQN": training.log}}; got {type(logs).__name__}'
        )
    if not logs:
        raise ValueError(f"{what} is empty: there is nothing to draw")
    checked = {}
    for name, given in logs.items():
        seeds = list(given) if isinstance(given, (list, tuple)) else [given]
        if not seeds:
            raise ValueError(f"{what}[{name!r}] is an empty list: wanted a log a seed")
        checked[str(name)] = [_arrays(log, f"{what}[{name!r}]") for log in seeds]
    return checked


def _arrays(log: Any, what: str) -> tuple[np.ndarray, np.ndarray]:
    columns = log.to_frame() if hasattr(log, "to_frame") else log
    if not isinstance(columns, Mapping) or not {"step", "score"} <= set(columns):
        raise TypeError(
            f'{what}: a log is training.log, or a dict with "step" and "score"; got {log!r:.80}'
        )
    step, score = (
        finite(columns[name], f"{what}[{name!r}]") if len(columns[name]) else np.zeros(0)
        for name in ("step", "score")
    )
    if step.ndim != 1 or step.shape != score.shape or (np.diff(step) < 0).any():
        raise ValueError(
            f"{what}: wanted one step and one score a game, in the order in which the games "
            f"ended; got steps {step.shape} and scores {score.shape}"
        )
    return step, score


def smoothed(score: np.ndarray, window: int) -> np.ndarray:
    """Return at each game the mean of the last `window` ones, itself included."""
    sums = np.concatenate([[0.0], np.cumsum(score)])
    ends = np.arange(1, len(score) + 1)
    begins = np.maximum(0, ends - window)
    return (sums[ends] - sums[begins]) / (ends - begins)


def over_seeds(seeds: list, window: int) -> tuple[np.ndarray, ...]:
    """Return steps, and there the mean, lowest and highest smoothed score of all seeds."""
    lines = [(step, smoothed(score, window)) for step, score in seeds if len(step)]
    if not lines:
        return (np.zeros(0),) * 4
    if len(lines) == 1:
        return (lines[0][0], *(lines[0][1],) * 3)
    # games end at other steps with each seed: compare where all of them have a line
    first, last = max(step[0] for step, _ in lines), min(step[-1] for step, _ in lines)
    at = np.linspace(first, max(first, last), 1000)
    heights = np.array([np.interp(at, step, line) for step, line in lines])
    return at, heights.mean(axis=0), heights.min(axis=0), heights.max(axis=0)


def legend_notes(logs: Logs, reference: Logs, window: int) -> list[str]:
    """Return what dots, lines and bands are, for the legend and the alt text."""
    notes = [
        tr(
            en=f"dots: games; line: mean\nof the last {window} games",
            fr=f"points : parties ; trait : moyenne\ndes {window} dernières parties",
        )
        if window > 1
        else tr(en="dots: games\nline: not smoothed", fr="points : parties\ntrait : non lissé")
    ]
    every = [*logs.values(), *reference.values()]
    counts = (sum(len(score) > 0 for _, score in seeds) for seeds in every)
    many = sorted({count for count in counts if count > 1})
    if many:
        text = str(many[0]) if len(many) == 1 else f"{many[0]}–{many[-1]}"
        notes.append(
            tr(
                en=f"band: lowest to highest\nof {text} seeds",
                fr=f"bande : de la plus basse à\nla plus haute de {text} graines",
            )
        )
    return notes


def scores_in_words(logs: Logs, reference: Logs, notes: list[str], window: int) -> str:
    """Return the alt text of a plot of `logs` before `reference`."""
    parts = [_in_words(name, seeds, window) for name, seeds in logs.items()]
    if reference:
        names = ", ".join(reference)
        parts.append(
            tr(en=f"dashed, for comparison: {names}", fr=f"en tirets, pour comparer : {names}")
        )
    parts += [note.replace("\n", " ") for note in notes]
    return tr(en="Scores: ", fr="Scores : ") + tr(en="; ", fr=" ; ").join(parts) + "."


def _in_words(name: str, seeds: list, window: int) -> str:
    scores = [score for _, score in seeds if len(score)]
    if not scores:
        return tr(en=f"{name}, no game yet", fr=f"{name}, pas encore de partie")
    games = sum(map(len, scores))
    steps = f"{int(max(step[-1] for step, _ in seeds if len(step))):,}"
    begin = number(np.mean([score[:window].mean() for score in scores]), 1)
    end = number(np.mean([score[-window:].mean() for score in scores]), 1)
    text = tr(
        en=f"{name}, {games} {'game' if games == 1 else 'games'} in {steps} steps, mean score ",
        fr=f"{name}, {games} {'partie' if games == 1 else 'parties'} en "
        f"{steps.replace(',', ' ')} pas, score moyen ",
    )
    if max(map(len, scores)) <= window:
        return text + end
    of = tr(en=" of each seed", fr=" de chaque graine") if len(scores) > 1 else ""
    return text + tr(
        en=f"{begin} over the first {window} games{of} and {end} over the last {window}",
        fr=f"{begin} sur les {window} premières parties{of} et {end} sur les {window} dernières",
    )
