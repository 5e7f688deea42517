"""How long a long training is: the full number of steps, or a small one where nobody waits.

And the budget card: what the trainings shipped with the course took, and what came of them.
"""

import os
from collections.abc import Mapping
from typing import Any

from course_utils.episodes import progress_is_seen
from course_utils.language import current_language, tr

SIZES = ("full", "small")


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

    Every figure comes from `agents`: steps → `about` of the agent shipped after that many. Where
    an `about` has `runs`, trainings of other seeds (each with `seconds` and `mean`), the minutes
    and the scores of all are given as a band.
    """
    if not agents:
        return tr(
            en="No trained agent is shipped with this copy of the course.",
            fr="Cette copie du cours ne contient pas d'agent entraîné.",
        )
    steps_taken = tr(en="agent steps", fr="pas de l'agent")
    rows = [(steps_taken, "minutes", tr(en="score of full games", fr="score de parties entières"))]
    luck: tuple[str, str, str] | None = None
    rules = ""
    for steps, about in sorted(agents.items()):
        runs = about.get("runs", ())
        minutes = [run["seconds"] / 60 for run in runs] or [about["seconds"] / 60]
        rows.append((_count(steps), _band(minutes), _score(about.get("evaluation"), runs)))
        if about.get("random"):
            luck = (tr(en="random play", fr="jeu au hasard"), "-", _score(about["random"], ()))
        rules = (about.get("evaluation") or {}).get("rules", rules)
    if luck:
        rows.insert(1, luck)
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{row[0]:>{widths[0]}}   {row[1]:>{widths[1]}}   {row[2]}" for row in rows]
    return "\n".join([*lines, rules] if rules else lines)


def _score(found: Mapping[str, Any] | None, runs: Any) -> str:
    if found is None:
        return "-"
    mean, low, high = (_decimal(found[key]) for key in ("mean", "low", "high"))
    text = tr(
        en=f"{mean} ({found['games']} games, 95 % interval {low} to {high})",
        fr=f"{mean} ({found['games']} parties, intervalle à 95 % : {low} à {high})",
    )
    if runs:
        band = _band([run["mean"] for run in runs])
        text += tr(en=f"; {len(runs)} seeds: {band}", fr=f" ; {len(runs)} graines : {band}")
    return text


def _band(values: list[float]) -> str:
    low, high = _decimal(min(values)), _decimal(max(values))
    return low if low == high else tr(en=f"{low} to {high}", fr=f"{low} à {high}")


def _decimal(value: float) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if current_language() == "fr" else text


def _count(value: int) -> str:
    text = f"{value:,}"
    return text.replace(",", " ") if current_language() == "fr" else text
