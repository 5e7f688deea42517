"""The page a student gets back: an overview, then each exercise: points, why, the answer.

nbgrader's `generate_feedback` and the Formgrader's button write it, because
`autograder/nbgrader_config.py` names `FeedbackExporter`. The page is one file. It has no script,
loads nothing, and says so to the browser, which then enforces it; what students wrote or put out
stands on it as text and as pictures (see `autograder.harmless`).
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from autograder.feedback_cells import cell_html, markdown, number
from autograder.feedback_style import STYLE
from autograder.harmless import prose_of
from autograder.report import cause_html
from autograder.salvage import TOP
from autograder.submission import language_of, released_notebook
from autograder.verdict import Outcome
from course_utils.language import in_language, tr

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'"


class FeedbackExporter(Exporter):
    """Writes an autograded notebook as a page in the student's language."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own HTML exporter does so too
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, Any]:
        assert self.parent is not None, "nbgrader's converter makes this exporter"
        nb, resources = super().from_notebook_node(nb, resources=resources, **options)
        course, ids = self.parent.coursedir, resources["nbgrader"]
        language = language_of(nb)
        released = released_notebook(Path(course.root), ids, language, course.source_directory)
        with in_language(language):
            return page(nb, released, ids), resources


@dataclass
class Exercise:
    """What the page says of one exercise."""

    title: str
    asked: list[NotebookNode]  # the course's own prose, from its ### heading to the answer
    cells: list[NotebookNode] = field(default_factory=list)  # answer and check, in order
    verdict: dict = field(default_factory=dict)
    report: dict = field(default_factory=dict)
    score: float = 0.0  # the gradebook's: a person may have changed it
    comments: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.verdict["outcome"])


def page(nb: NotebookNode, released: NotebookNode, ids: dict) -> str:
    """Return the whole page, in the language in use.

    Args:
        nb: autograded, after nbgrader's `GetGrades`.
        released: what the student was given.
        ids: nbgrader's: student, notebook, score, max_score, late_penalty.
    """
    prose = prose_of(released)
    parts, exercises = _in_order(nb, released, prose)
    body = "".join(
        _exercise(part, prose) if isinstance(part, Exercise) else _rest(part, prose)
        for part in parts
    )
    title = next(
        (m[1] for c in released.cells if (m := re.match(r"# (.+)", c.source))), ids["notebook"]
    )
    feedback = tr(en="Feedback", fr="Correction")
    return (
        f'<!DOCTYPE html>\n<html lang="{tr(en="en", fr="fr")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)} · {feedback}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<header><p class="kind">{feedback} · {escape(str(ids["student"]))}</p>'
        f"<h1>{escape(title)}</h1></header>\n<main>\n"
        f"{_stamp(exercises)}{_notes(nb)}{_overview(exercises, ids)}{body}"
        "</main>\n</body>\n</html>\n"
    )


def _in_order(
    nb: NotebookNode, released: NotebookNode, prose: dict[str, NotebookNode]
) -> tuple[list[Any], list[Exercise]]:
    """Return the exercises, and between them lists of the other cells."""
    exercises: dict[str, Exercise] = {}
    asked: list[NotebookNode] = []
    for cell in released.cells:  # what an exercise asks stands before its answer cell
        meta = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown":
            if cell.source.startswith("#"):
                asked = []
            if asked or cell.source.startswith("### "):
                asked.append(cell)
        elif meta.get("solution"):
            words = asked[0].source.splitlines()[0].lstrip("# ").split(" · ") if asked else []
            title = " · ".join(words[:2]) or meta["grade_id"]
            exercises[meta["grade_id"]] = Exercise(title, asked)
            asked = []
    shown_there = {cell.source for exercise in exercises.values() for cell in exercise.asked}
    parts: list[Any] = []
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader", {})
        grade_id = str(meta.get("grade_id", ""))
        exercise = exercises.get(grade_id) or exercises.get(grade_id.removesuffix("-test"))
        if exercise is None:
            if cell.source in shown_there or cell.get("id") == TOP:
                continue
            if not parts or isinstance(parts[-1], Exercise):
                parts.append([])
            parts[-1].append(cell)
            continue
        if exercise not in parts:
            parts.append(exercise)
        exercise.cells.append(cell)
        if str(meta.get("comment") or "").strip() not in ("", "No response."):  # nbgrader's own
            exercise.comments.append(str(meta["comment"]))
        if "verdict" in cell.metadata:
            exercise.verdict = cell.metadata["verdict"]
            exercise.score = float(meta.get("score") or 0)
            first = cell.outputs[0] if cell.outputs else {}
            exercise.report = first.get("metadata", {}).get("report", {})
    shown = [part for part in parts if isinstance(part, Exercise) and part.verdict]
    return [p for p in parts if p in shown or isinstance(p, list)], shown


def _stamp(exercises: list[Exercise]) -> str:
    if all(exercise.verdict.get("sandboxed", True) for exercise in exercises):
        return ""
    text = tr(
        en="this work was graded without the sandbox that normally surrounds a student's code.",
        fr="ce travail a été noté sans le bac à sable qui entoure d'ordinaire le code d'un élève.",
    )
    return f'<p class="stamp"><strong>UNSANDBOXED</strong> · {text}</p>\n'


def _notes(nb: NotebookNode) -> str:
    """Show what was odd about the file handed in, if the grader said so at the notebook's top."""
    said = [cell.source.lstrip("> ") for cell in nb.cells if cell.get("id") == TOP]
    return "".join(f'<p class="notes">{escape(unescape(text))}</p>\n' for text in said)


def _overview(exercises: list[Exercise], ids: dict) -> str:
    rows = "".join(
        f'<tr class="{_kind(e)}"><td><a href="#{_anchor(e)}">{escape(e.title)}</a></td>'
        f"<td>{_badge(e)}</td><td>{_points(e.score, e.verdict['max_points'])}</td></tr>\n"
        for e in exercises
    )
    penalty = float(ids.get("late_penalty") or 0)
    late = (
        f"<tr><td>{tr(en='Late submission', fr='Rendu en retard')}</td><td></td>"
        f"<td>−{number(penalty)}</td></tr>\n"
        if penalty
        else ""
    )
    total = float(ids.get("score", 0.0)) if "score" in ids else sum(e.score for e in exercises)
    most = ids.get("max_score", sum(e.verdict["max_points"] for e in exercises))
    return (
        '<table class="overview">\n<thead><tr>'
        f"<th>{tr(en='Exercise', fr='Exercice')}</th><th>{tr(en='Outcome', fr='Résultat')}</th>"
        f"<th>{tr(en='Points', fr='Points')}</th></tr></thead>\n<tbody>\n{rows}{late}</tbody>\n"
        f"<tfoot><tr><td>{tr(en='Together', fr='Total')}</td><td></td>"
        f"<td>{_points(total, most)}</td></tr></tfoot>\n</table>\n"
    )


def _exercise(exercise: Exercise, prose: dict[str, NotebookNode]) -> str:
    passed = exercise.outcome is Outcome.PASSED
    report = exercise.report
    checks = "".join(_check(check) for check in report.get("checks", []))
    changed = exercise.score != float(exercise.verdict["points"])
    by_hand = tr(en="A person set these points.", fr="Ces points ont été fixés par une personne.")
    comments = "".join(
        f"<blockquote>{_lines(comment)}</blockquote>" for comment in exercise.comments
    )
    asked = ""
    if exercise.asked:
        heading, *more = exercise.asked
        texts = [
            (heading.source.partition("\n")[2], heading),
            *((cell.source, cell) for cell in more),
        ]
        prose_asked = "".join(markdown(text, cell.get("attachments")) for text, cell in texts)
        question = tr(en="What was asked", fr="Ce qui était demandé")
        asked = (
            f"<details{'' if passed else ' open'}><summary>{question}</summary>"
            f'<div class="prose">{prose_asked}</div>'
            "</details>\n"
        )
    return (
        f'<section class="exercise {_kind(exercise)}" id="{_anchor(exercise)}">\n'
        f"<h2>{escape(exercise.title)}</h2>\n"
        f'<p class="result">{_badge(exercise)} · '
        f"{_points(exercise.score, exercise.verdict['max_points'], word=True)}</p>\n"
        f"<p>{escape(str(report.get('reason', '')))}{' ' + by_hand if changed else ''}</p>\n"
        f"{cause_html(str(report.get('cause', '')))}\n"
        f'<ul class="checks">{checks}</ul>\n{comments}{asked}'
        f"{''.join(cell_html(cell, prose) for cell in exercise.cells)}</section>\n"
    )


def _check(check: dict) -> str:
    sign, word = (
        ("✓", tr(en="passed", fr="réussi"))
        if check["passed"]
        else ("✗", tr(en="not passed", fr="non réussi"))
    )
    why = f'<br><span class="why">{escape(str(check["reason"]))}</span>' if check["reason"] else ""
    return (
        f'<li class="{"right" if check["passed"] else "wrong"}">'
        f'<span class="sign" role="img" aria-label="{word}">{sign}</span>'
        f"<span>{escape(str(check['about']))}{why}</span></li>"
    )


def _rest(cells: list[NotebookNode], prose: dict[str, NotebookNode]) -> str:
    inner = "".join(cell_html(cell, prose) for cell in cells)
    n = len(cells)
    s = "" if n == 1 else "s"
    title = tr(en=f"Between the exercises: {n} cell{s}", fr=f"Entre les exercices : {n} cellule{s}")
    return f'<details class="rest"><summary>{title}</summary>\n{inner}</details>\n' if inner else ""


def _badge(exercise: Exercise) -> str:
    return f'<span class="badge">{escape(exercise.outcome.words)}</span>'


def _kind(exercise: Exercise) -> str:
    return {Outcome.PASSED: "right", Outcome.PARTLY: "partly"}.get(exercise.outcome, "wrong")


def _anchor(exercise: Exercise) -> str:
    return "exercise-" + re.sub(r"[^\w-]", "", exercise.verdict["exercise"].removesuffix("-test"))


def _points(got: float, most: float, *, word: bool = False) -> str:
    s = "" if most < 2 else "s"
    unit = f" point{s}" if word else ""
    return tr(en=f"{number(got)} of {number(most)}", fr=f"{number(got)} sur {number(most)}") + unit


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
