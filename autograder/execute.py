"""The nbgrader preprocessor that grades: runs a submission, puts the questions, writes the report.

It takes the place of nbgrader's `Execute` (see `nbgrader_config.py`), so `nbgrader autograde` and
the Formgrader's button both grade by evidence.
"""

import json
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Float, Unicode

from autograder import judges
from autograder.diagnosis import diagnose
from autograder.evidence import NoEvidence
from autograder.kernel import Reply
from autograder.misconceptions import Misconception
from autograder.outputs import too_much
from autograder.reference import Exercise, Reference, ReferenceProblem, reference_of
from autograder.report import report_outputs, why_none
from autograder.seeds import seed_of
from autograder.session import Limits, Session, is_skipped
from autograder.states import Note, State
from autograder.submission import announce, language_of
from autograder.verdict import CheckResult, Outcome, Verdict, conclude
from course_utils.language import current_language, in_language, tr

MAX_OUTPUT = 20_000_000  # characters that a notebook's outputs may take, pictures and videos too


class GradeByEvidence(NbGraderPreprocessor):
    """Marks come from evidence alone; each exercise ends in one named outcome."""

    cell_seconds = Float(30, help="time limit of a cell").tag(config=True)
    evidence_seconds = Float(30, help="time limit of one hidden check").tag(config=True)
    notebook_seconds = Float(600, help="time limit of a whole notebook").tag(config=True)
    kernel_name = Unicode("python3", help="kernelspec of the students' kernels").tag(config=True)
    sandbox = Bool(True, help="False grades without one and stamps every report").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        course, ids = self.parent.parent.coursedir, resources["nbgrader"]
        root = Path(course.root)
        limits = Limits(
            self.cell_seconds,
            self.evidence_seconds,
            self.notebook_seconds,
            sandbox=self.sandbox,
        )
        if not self.sandbox:
            self.log.warning("UNSANDBOXED: %s's code runs with your rights", ids["student"])
        source = root / course.source_directory / ids["assignment"] / f"{ids['notebook']}.ipynb"
        seed = seed_of(root, ids["assignment"])
        try:
            reference = reference_of(source, seed=seed, limits=limits, folder=root / "cache")
        except ReferenceProblem as problem:
            self.log.error("The reference cannot be graded with: %s", problem)
            raise
        with in_language(language_of(nb)):
            verdicts = self._grade(nb, reference, seed, limits, resources)
        for verdict in verdicts:
            self.log.info(
                "%s, %s: %s, %g of %g points", ids["student"], verdict.exercise,
                verdict.outcome.value, verdict.points, verdict.max_points,
            )  # fmt: skip
        return nb, resources

    def _grade(
        self, nb: NotebookNode, reference: Reference, seed: int, limits: Limits, resources: dict
    ) -> list[Verdict]:
        cwd = resources.get("metadata", {}).get("path") or None
        run = Run(nb, reference, seed, limits)
        try:
            with Session(limits=limits, cwd=cwd, kernel_name=self.kernel_name) as session:
                run.all_cells(session)
        except Exception:
            # a fault of ours in one notebook: named, flagged for a person, and the batch goes on
            self.log.exception("Grading %s stopped", resources["nbgrader"]["student"])
            run.give_up()
        return run.verdicts


class Run:
    """One submission on its way through the kernel."""

    def __init__(self, nb: NotebookNode, reference: Reference, seed: int, limits: Limits):
        self.nb, self.reference, self.seed, self.limits = nb, reference, seed, limits
        self.verdicts: list[Verdict] = []
        self.answers: dict[str, tuple[NotebookNode, str]] = {}  # the cell, and how it ended
        self.room = MAX_OUTPUT

    def all_cells(self, session: Session) -> None:
        graded = []
        for cell in self.nb.cells:
            if is_skipped(cell) or cell.get("id") in self.reference.skipped:
                continue
            reply = session.run(cell.source)
            cell.outputs, cell.execution_count = self.fitting(reply), reply.execution_count
            if note := _ended_badly(reply, self.limits):
                cell.outputs = [*cell.outputs, note]
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if utils.is_solution(cell):
                how = reply.error if reply.status == "error" else reply.status
                self.answers[grade_id] = cell, "" if how == "ok" else how
            if grade_id in self.reference.exercises:
                session.mark(grade_id)
                graded.append((cell, self.reference.exercises[grade_id]))
        # only now: an output kept after the first question could show what the code saw of it
        session.all_cells_ran()
        for cell, exercise in graded:
            self.conclude(cell, self.verdict(exercise, *self.checks(exercise, session)))

    def fitting(self, reply: Reply) -> list[NotebookNode]:
        """Return the outputs for which there is room, and a word for the others."""
        kept: list[NotebookNode] = []
        for output in reply.outputs:
            size = len(json.dumps(output, ensure_ascii=False))
            if size > self.room:
                return [*kept, too_much()]
            self.room -= size
            kept.append(output)
        return kept

    def checks(
        self, exercise: Exercise, session: Session
    ) -> tuple[tuple[CheckResult, ...], Misconception | None]:
        """Return how the answers were judged, and the known mistake that explains them."""
        name = exercise.grade_id
        answers = session.ask(exercise.questions, seed=self.seed, grade_id=name, moment=name)
        results = []
        for question, wanted, got in zip(exercise.questions, exercise.wanted, answers, strict=True):
            judge, about = question.judged_by(current_language())
            results.append(self.result(judge, about, got, wanted))
        return tuple(results), diagnose(exercise, answers, results)

    def result(self, judge: Any, about: str, got: Any, wanted: Any) -> CheckResult:
        if isinstance(got, NoEvidence):
            reason = why_none(got, self.limits.evidence)
            return CheckResult(False, about, reason, got.kind, got.error)
        try:
            passed, reason = judges.apply(judge, got, wanted)
        except Exception:  # evidence of a kind that the judge never thought of
            passed = False
            reason = tr(en="the answer cannot be compared", fr="la réponse n'est pas comparable")
        return CheckResult(passed, about, "" if passed else reason)

    def verdict(
        self,
        exercise: Exercise,
        checks: tuple[CheckResult, ...],
        mistake: Misconception | None,
    ) -> Verdict:
        cell, ended = self.answers.get(exercise.answer_id, (None, ""))
        present = cell is not None and not cell.metadata.get("missing")
        attempted = cell is None or (
            cell.metadata.nbgrader.get("checksum") != utils.compute_checksum(cell)
        )
        return conclude(
            exercise.grade_id,
            exercise.points,
            checks,
            attempted=attempted,
            present=present,
            answer_error=ended,
            mistake=mistake,
        )

    def conclude(self, cell: NotebookNode, verdict: Verdict) -> None:
        self.verdicts.append(verdict)
        cell.metadata["verdict"] = verdict.to_metadata()
        cell.metadata["verdict"]["sandboxed"] = self.limits.sandbox
        cell.outputs = report_outputs(verdict, cell.outputs, sandboxed=self.limits.sandbox)

    def give_up(self) -> None:
        done = {verdict.exercise for verdict in self.verdicts}
        for cell in self.nb.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in self.reference.exercises and grade_id not in done:
                exercise = self.reference.exercises[grade_id]
                cell.outputs = []
                verdict = conclude(grade_id, exercise.points, (), grader_failed=True)
                self.conclude(cell, verdict)


class SaveVerdicts(SaveAutoGrades):
    """nbgrader's own; and it names the student's state and flags what a person must look at."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        verdicts = [c.metadata["verdict"] for c in nb.cells if "verdict" in c.metadata]
        failed = any(v["outcome"] == Outcome.NOT_GRADED.value for v in verdicts)
        self._state = announce(nb, [Note("not graded")] if failed else [])
        return super().preprocess(nb, resources)

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        before = grade.auto_score, grade.manual_score, grade.needs_manual_grade
        super()._add_score(cell, resources)
        decided = before == (grade.auto_score, grade.manual_score, False) and before[1] is not None
        if decided:  # by a person, and nothing has changed since
            grade.needs_manual_grade = False
        elif self._state == State.NEEDS_PERSON:
            grade.needs_manual_grade = True
        self.gradebook.db.commit()


class KeepLatePenalties(AssignLatePenalties):
    """nbgrader's own; a penalty that a person set stays where its plugin sets none."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        ids = resources["nbgrader"]
        names = ids["notebook"], ids["assignment"], ids["student"]
        with Gradebook(ids["db_url"]) as gradebook:
            by_hand = gradebook.find_submission_notebook(*names).late_submission_penalty
        nb, resources = super().preprocess(nb, resources)
        if by_hand and getattr(self.plugin_inst, "penalty_method", "") == "none":
            with Gradebook(ids["db_url"]) as gradebook:
                notebook = gradebook.find_submission_notebook(*names)
                notebook.late_submission_penalty = min(by_hand, notebook.score)
                gradebook.db.commit()
        return nb, resources


def causes_in(nb: NotebookNode) -> list[tuple[str, str]]:
    """Return (number of the exercise, the mistake's name) of a graded notebook's known mistakes."""
    numbers = exercise_numbers(nb)
    verdicts = [cell.metadata["verdict"] for cell in nb.cells if "verdict" in cell.metadata]
    named = [(one["exercise"], one.get("mistake", "")) for one in verdicts]
    return [(numbers.get(grade_id, grade_id), cause) for grade_id, cause in named if cause]


def exercise_numbers(nb: NotebookNode) -> dict[str, str]:
    """Return grade_id of the check cell → the exercise's number, such as 2.3."""
    return {
        f"{cell.metadata.nbgrader.grade_id}-test": cell.metadata["exercise"]
        for cell in nb.cells
        if "exercise" in cell.metadata
    }


def _ended_badly(reply: Reply, limits: Limits) -> NotebookNode | None:
    """Return an error output where the kernel could write none."""
    if reply.status == "timeout":
        text = tr(
            en=f"stopped: a cell may take {limits.cell:g} s, a notebook {limits.notebook:g} s",
            fr=f"interrompu : une cellule a droit à {limits.cell:g} s, un notebook à "
            f"{limits.notebook:g} s",
        )
        return _error("OutOfTime", text)
    if reply.status == "dead":
        return _error("KernelDied", tr(en="Python itself stopped", fr="Python s'est arrêté"))
    return None


def _error(name: str, text: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
