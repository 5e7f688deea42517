"""What a student reads under a graded check: the outcome, and what became of each check."""

import builtins
from html import escape

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.evidence import NoEvidence
from autograder.verdict import CheckResult, Outcome, Verdict
from course_utils.language import tr

COLOURS = {Outcome.PASSED: "#1a7f37", Outcome.PARTLY: "#9a6700"}  # every other: red
RED, GREY = "#b42318", "#57606a"
KNOWN_ERRORS = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, Exception)
} | {"LinAlgError", "AxisError", "NotYet", "ResetNeeded", "InvalidAction"}


def report_outputs(
    verdict: Verdict, shown: list[NotebookNode], *, sandboxed: bool = True
) -> list[NotebookNode]:
    """Return the outputs of a graded check cell, in the language in use.

    nbgrader reads the mark from the first output that decides: ours, a plain number, which
    pages show as the report instead. What the visible check printed follows, errors and
    warnings included, and decides nothing.
    """
    number = repr(float(verdict.points))
    mark = new_output(
        "execute_result",
        data={
            "text/plain": number,
            "text/html": report_html(verdict, bool(shown), sandboxed=sandboxed),
        },
        # the same in pieces, for the feedback page (`autograder.feedback_page`)
        metadata={
            "report": {
                "reason": verdict.reason,
                "cause": verdict.cause,
                "checks": [
                    {"passed": c.passed, "about": c.about, "reason": c.reason}
                    for c in verdict.checks
                ],
            }
        },
    )
    return [mark, *shown]


def report_html(verdict: Verdict, output_follows: bool = False, *, sandboxed: bool = True) -> str:
    """Return the report; all text that comes from elsewhere is escaped."""
    colour = COLOURS.get(verdict.outcome, RED)
    got, most = _number(verdict.points), _number(verdict.max_points)
    s = "" if verdict.max_points < 2 else "s"
    points = tr(en=f"{got} of {most} point{s}", fr=f"{got} sur {most} point{s}")
    rows = "".join(_row(check) for check in verdict.checks)
    stamp = "" if sandboxed else " · UNSANDBOXED"
    follows = (
        f'<p style="margin:.6em 0 0;color:{GREY}">'
        + tr(en="Output of the check you could see:", fr="Sortie de la vérification visible :")
        + "</p>"
        if output_follows
        else ""
    )
    return (
        f'<div style="border-left:4px solid {colour};padding:.4em .9em;margin:.3em 0">'
        '<p style="margin:0">'
        f'<strong style="color:{colour}">{escape(verdict.outcome.words)}</strong>'
        f" · {points}{stamp}</p>"
        f'<p style="margin:.2em 0 .4em">{escape(verdict.reason)}</p>{cause_html(verdict.cause)}'
        f'<ul style="list-style:none;padding:0;margin:0">{rows}</ul></div>{follows}'
    )


def cause_html(cause: str) -> str:
    """Return the paragraph that names the mistake; nothing where none is known."""
    if not cause:
        return ""
    label = tr(en="Likely cause:", fr="Cause probable :")
    return f'<p class="cause"><strong>{label}</strong> {escape(cause)}</p>'


def _row(check: CheckResult) -> str:
    sign, colour = ("✓", COLOURS[Outcome.PASSED]) if check.passed else ("✗", RED)
    word = tr(en="passed", fr="réussi") if check.passed else tr(en="not passed", fr="non réussi")
    why = f" — {escape(check.reason)}" if check.reason else ""
    return (
        f'<li><span style="color:{colour}" role="img" aria-label="{word}">{sign}</span> '
        f"{escape(check.about)}{why}</li>"
    )


def why_none(missing: NoEvidence, seconds: float) -> str:
    """Say why a kernel gave no evidence."""
    if missing.kind == "timeout":
        return tr(
            en=f"no answer within {seconds:g} s", fr=f"pas de réponse en moins de {seconds:g} s"
        )
    if missing.kind == "dead":
        return tr(en="Python itself stopped", fr="Python s'est arrêté")
    if missing.error == "NotImplementedError":
        return tr(en="this part is not written yet", fr="cette partie n'est pas encore écrite")
    if missing.kind == "error":
        # a class of the student's own could carry what it has seen of the question in its name
        name = missing.error if missing.error in KNOWN_ERRORS else "Exception"
        an = "an" if name[0] in "AEIO" else "a"
        return tr(
            en=f"your code stopped with {an} {name}",
            fr=f"votre code s'est arrêté sur une {name}",
        )
    return tr(
        en="the answer is not numbers or text that can be compared",
        fr="la réponse n'est pas faite de nombres ou de texte comparables",
    )


def _number(points: float) -> str:
    text = f"{round(points, 2):g}"
    return tr(en=text, fr=text.replace(".", ","))
