"""What the grader concludes about an exercise."""

from dataclasses import dataclass, field
from enum import StrEnum

from autograder.misconceptions import Misconception
from course_utils.language import tr


class Outcome(StrEnum):
    """The one named state in which a graded exercise ends."""

    PASSED = "PASSED"
    PARTLY = "PARTLY"
    FAILED = "FAILED"
    NOT_ATTEMPTED = "NOT_ATTEMPTED"
    CRASHED = "CRASHED"
    TIMED_OUT = "TIMED_OUT"
    KERNEL_DIED = "KERNEL_DIED"
    MISSING = "MISSING"
    NOT_GRADED = "NOT_GRADED"  # the grader's own fault: a person must look

    @property
    def words(self) -> str:
        """The outcome in the language in use."""
        return {
            Outcome.PASSED: tr(en="Right", fr="Juste"),
            Outcome.PARTLY: tr(en="Partly right", fr="En partie juste"),
            Outcome.FAILED: tr(en="Not right yet", fr="Pas encore juste"),
            Outcome.NOT_ATTEMPTED: tr(en="Not attempted", fr="Non traité"),
            Outcome.CRASHED: tr(en="Stopped by an error", fr="Arrêté par une erreur"),
            Outcome.TIMED_OUT: tr(en="Out of time", fr="Temps dépassé"),
            Outcome.KERNEL_DIED: tr(en="The kernel died", fr="Le noyau s'est arrêté"),
            Outcome.MISSING: tr(en="Missing", fr="Absent"),
            Outcome.NOT_GRADED: tr(en="Not graded yet", fr="Pas encore noté"),
        }[self]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One `check` line's result for one student."""

    passed: bool
    about: str  # what was asked, in the student's language
    reason: str = ""  # how the answer differs, in kind; "" where it passed
    no_evidence: str = ""  # `NoEvidence.kind` where the kernel gave none
    error: str = ""  # and the exception's class name


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the grader concluded about one exercise.

    Made in the grader's process from evidence. Nothing the student's kernel printed, returned
    or pickled is a verdict.
    """

    exercise: str  # grade_id of the check cell
    outcome: Outcome
    points: float  # 0 <= points <= max_points
    max_points: float  # from the source's metadata
    reason: str  # one sentence for the student; quotes no hidden input
    checks: tuple[CheckResult, ...] = field(default=())
    mistake: Misconception | None = None  # the known one that explains the evidence

    @property
    def cause(self) -> str:
        """The sentence that names the mistake, in the language in use; "" where none is known."""
        return tr(en=self.mistake.en, fr=self.mistake.fr) if self.mistake else ""

    def to_metadata(self) -> dict:
        """Return what the autograded notebook keeps of it, in the check cell's metadata."""
        return {
            "exercise": self.exercise,
            "outcome": self.outcome.value,
            "points": self.points,
            "max_points": self.max_points,
            "passed": sum(check.passed for check in self.checks),
            "checks": len(self.checks),
            "mistake": self.mistake.en if self.mistake else "",
        }


def conclude(
    exercise: str,
    max_points: float,
    checks: tuple[CheckResult, ...],
    *,
    attempted: bool = True,
    present: bool = True,
    answer_error: str = "",
    grader_failed: bool = False,
    mistake: Misconception | None = None,
) -> Verdict:
    """Return the verdict that `checks` lead to.

    Points are the share of the checks that passed, whatever else happened: mending a fault can
    never lower them. The rest only names an outcome without points.

    Args:
        exercise: grade_id of the check cell.
        max_points: from the source.
        checks: the results, in order.
        attempted: False where the answer cell is as it was released.
        present: False where the answer cell is not in the submission.
        answer_error: how the answer cell ended: "" (well), "timeout", "dead", or the class name
            of the exception that it raised.
        grader_failed: True where the grader's own fault left the checks unasked.
        mistake: the known one that explains what came.
    """
    passed = sum(check.passed for check in checks)
    # four decimals, never above the maximum: nbgrader refuses such a grade
    points = min(round(max_points * passed / len(checks), 4), max_points) if checks else 0.0
    if grader_failed:
        outcome = Outcome.NOT_GRADED
    else:
        outcome = _outcome(checks, passed, attempted, present, answer_error)
    reason = _sentence(outcome, checks)
    return Verdict(exercise, outcome, points, max_points, reason, checks, mistake)


def _outcome(checks, passed, attempted, present, answer_error) -> Outcome:
    if checks and passed == len(checks):
        return Outcome.PASSED
    if passed:
        return Outcome.PARTLY
    if not present:
        return Outcome.MISSING
    kinds = [check.no_evidence for check in checks]
    errors = {check.error for check in checks}
    if not attempted or answer_error == "NotImplementedError" or errors == {"NotImplementedError"}:
        return Outcome.NOT_ATTEMPTED
    if answer_error == "dead" or "dead" in kinds:
        return Outcome.KERNEL_DIED
    if answer_error == "timeout" or "timeout" in kinds:
        return Outcome.TIMED_OUT
    if answer_error or (kinds and all(kind == "error" for kind in kinds)):
        return Outcome.CRASHED
    return Outcome.FAILED


def _sentence(outcome: Outcome, checks: tuple[CheckResult, ...]) -> str:
    passed, n = sum(check.passed for check in checks), len(checks)
    return {
        Outcome.PASSED: tr(en="All checks passed.", fr="Toutes les vérifications sont réussies."),
        Outcome.PARTLY: tr(
            en=f"{passed} of {n} checks passed; the points are that share.",
            fr=f"Vérifications réussies : {passed} sur {n} ; les points suivent cette proportion.",
        ),
        Outcome.FAILED: tr(
            en="Your code ran, and its answers are not the right ones yet.",
            fr="Votre code s'est exécuté, mais ses réponses ne sont pas encore les bonnes.",
        ),
        Outcome.NOT_ATTEMPTED: tr(
            en="The answer cell is still as it was handed out.",
            fr="La cellule de réponse est restée telle qu'elle a été distribuée.",
        ),
        Outcome.CRASHED: tr(
            en="Your code stopped with an error before it could answer.",
            fr="Votre code s'est arrêté sur une erreur avant de pouvoir répondre.",
        ),
        Outcome.TIMED_OUT: tr(
            en="Your code took longer than the time allowed and was stopped.",
            fr="Votre code a dépassé le temps accordé et a été interrompu.",
        ),
        Outcome.KERNEL_DIED: tr(
            en="Python itself stopped while it ran your code (often: too much memory).",
            fr="Python s'est arrêté en exécutant votre code (souvent : trop de mémoire).",
        ),
        Outcome.MISSING: tr(
            en="The answer cell was not found in the file handed in.",
            fr="La cellule de réponse n'a pas été trouvée dans le fichier rendu.",
        ),
        Outcome.NOT_GRADED: tr(
            en="The grader could not finish; it is not your fault, and a person will look at it.",
            fr="La notation n'a pas pu aboutir ; vous n'y êtes pour rien, quelqu'un va regarder.",
        ),
    }[outcome]
