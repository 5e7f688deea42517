"""How long a long training is: the full number of steps, or a small one where nobody waits.

And the budget card: what the trainings shipped with the course took, and what came of them.
"""

import os
from collections.abc import Mapping
from textwrap import fill
from typing import Any

from course_utils.episodes import progress_is_seen
from course_utils.language import tr, written

SIZES = ("full", "small")
SEEDS_FOR_A_BAND = 3


def budget(full: int, *, small: int) -> int:
    """Return `full` in a notebook or a terminal, `small` where nobody looks, as in CI.

    The environment variable COURSE_BUDGET, `full` or `small`, decides instead if it is set.
    """
    if not 1 <= small <= full:
        raise ValueError(
            f"the small budget is at least 1 and at most the full one; got {small} and {full}"
        )
    size = os.environ.get("COURSE_BUDGET") or ("full" if progress_is_seen() else "small")
    if size not in SIZES:
        raise ValueError(f"COURSE_BUDGET is one of {', '.join(SIZES)}; got {size!r}: change it")
    return full if size == "full" else small


def budget_card(agents: Mapping[int, Mapping[str, Any]]) -> str:
    """Return a table, as text: steps, minutes, score; and what a random player scores.

    Every figure comes from `agents`: steps → `about` of the agent shipped after that many. Its
    `runs` are trainings of several seeds, the shipped one first: their minutes and scores make
    the bands. A training of fewer than three seeds has no line in the table; what is known of it
    is said below.
    """
    if not agents:
        raise ValueError("agents is empty: wanted at least one, as shipped_agents() lists them")
    head = (
        tr(en="agent steps", fr="pas de l'agent"),
        "minutes",
        tr(en="score (95 % interval)", fr="score (intervalle à 95 %)"),
        tr(en="of all seeds", fr="de toutes les graines"),
    )
    table, few = [], []
    for steps, about in sorted(agents.items()):
        runs, score = about["runs"], _score(about["evaluation"])
        minutes = _band([run["seconds"] / 60 for run in runs])
        if len(runs) < SEEDS_FOR_A_BAND:
            few.append(_alone(written(steps), minutes, score, len(runs)))
        else:
            band = _band([run["mean"] for run in runs])
            band += tr(en=f" ({len(runs)} seeds)", fr=f" ({len(runs)} graines)")
            table.append((written(steps), minutes, score, band))
    luck = (tr(en="random play", fr="jeu au hasard"), "-", _score(about["random"]), "")
    rows = [head, luck, *table]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"{row[0]:>{widths[0]}}   {row[1]:>{widths[1]}}   {row[2]:<{widths[2]}}   {row[3]}".rstrip()
        for row in rows
    ]
    found = about["evaluation"]
    rules = tr(
        en=f"{found['games']} full games a score. {found['rules']['en']}",
        fr=f"{found['games']} parties entières par score. {found['rules']['fr']}",
    )
    below = (fill(text, 90, break_on_hyphens=False) for text in [*few, rules])
    return "\n".join([*lines, *below])


def _alone(steps: str, minutes: str, score: str, n_seeds: int) -> str:
    return tr(
        en=f"{steps} steps, {minutes} minutes: {score}; seeds tried: {n_seeds}, "
        "another one may do better or worse",
        fr=f"{steps} pas, {minutes} minutes : {score} ; graines essayées : {n_seeds}, "
        "une autre peut faire mieux ou moins bien",
    )


def _score(found: Mapping[str, Any]) -> str:
    mean, low, high = (written(found[key], ".1f") for key in ("mean", "low", "high"))
    return tr(en=f"{mean} ({low} to {high})", fr=f"{mean} ({low} à {high})")


def _band(values: list[float]) -> str:
    low, high = written(min(values), ".1f"), written(max(values), ".1f")
    return low if low == high else tr(en=f"{low} to {high}", fr=f"{low} à {high}")
