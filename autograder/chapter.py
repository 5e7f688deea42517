"""One chapter's class, graded a student at a time through nbgrader's own converters."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from tqdm import tqdm

from autograder.convert import convert
from autograder.execute import causes_in
from autograder.handed_in import tidy
from autograder.inbox import is_student_id
from autograder.reference import ReferenceProblem, reference_of
from autograder.release import nbgrader_config
from autograder.seeds import SeedsError, new_seed, seed_of
from autograder.side_by_side import side_by_side
from autograder.states import Note, State
from autograder.submission import fingerprint, limits_of, state_of


class GradeError(Exception):
    """Nothing can be graded; the message says what to do."""


@dataclass
class Result:
    """What became of one student in one chapter."""

    student: str
    chapter: str
    state: State
    points: float | None = None
    max_points: float | None = None
    notes: list[Note] = field(default_factory=list)
    again: bool = False  # it was graded before, and nothing has changed
    causes: list[tuple[str, str]] = field(default_factory=list)  # exercise, the mistake's name


@dataclass
class Options:
    """The command's."""

    students: Sequence[str] = ()
    inbox: Path | None = None
    new_seed: bool = False
    sandbox: bool = True
    force: bool = False
    jobs: int = 1  # students graded at once, each in a process of its own
    settings: dict[str, Any] = field(default_factory=dict)  # of GradeByEvidence


class Chapter:
    """A chapter, its students, and what becomes of each."""

    def __init__(self, root: Path, name: str, options: Options):
        self.root, self.name, self.options = root, name, options
        self.config = nbgrader_config()
        self.config.CourseDirectory.root = str(root)
        self.config.CourseDirectory.assignment_id = name
        self.config.GradeByEvidence.update(options.settings)
        self.config.GradeByEvidence.sandbox = options.sandbox
        self.config.Autograde.force = True  # whether to grade again is decided here
        self.config.GenerateFeedback.force = True
        if options.jobs > 1 and "db_url" not in self.config.CourseDirectory:
            # seconds that one process waits while another writes its marks
            self.config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}?timeout=60"
        self.coursedir = CourseDirectory(config=self.config)

    def prepare(self) -> None:
        """Ask the reference first: a fault of the course's stops the chapter, not a student."""
        try:
            if self.options.new_seed:
                new_seed(self.root, self.name)
            source = self.root / "source" / self.name / f"{self.name}.ipynb"
            seed = seed_of(self.root, self.name)
            limits = limits_of(self.config)
            reference_of(source, seed=seed, limits=limits, folder=self.root / "cache")
            with self.gradebook() as gradebook:
                gradebook.find_assignment(self.name)
        except (ReferenceProblem, SeedsError) as problem:
            raise GradeError(str(problem)) from None
        except MissingEntry:
            raise GradeError(
                f"the gradebook does not know {self.name}: run `python -m autograder release`"
            ) from None
        except (SQLAlchemyError, OSError) as problem:
            raise GradeError(f"{self.name}: {_first_line(problem)}") from None

    def gradebook(self) -> Gradebook:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def known(self) -> set[str]:
        """Return who is in the gradebook."""
        try:
            with self.gradebook() as gradebook:
                return {student.id for student in gradebook.students}
        except (SQLAlchemyError, OSError) as problem:
            raise GradeError(f"{self.name}: {_first_line(problem)}") from None

    def roster(self) -> list[str]:
        """Return everyone: who is in the gradebook, and who handed in; or those asked for."""
        folder = self.root / "submitted"
        handed_in = {
            path.name
            for path in (folder.iterdir() if folder.is_dir() else ())
            if not path.name.startswith(".") and (path.is_symlink() or (path / self.name).exists())
        }
        return sorted(set(self.options.students) or self.known() | handed_in)

    def everyone(self) -> list[Result]:
        """Return what became of each student, in the roster's order."""
        roster = self.roster()
        graded: dict[str, Result] = {}
        jobs = min(self.options.jobs, len(roster))
        bar = tqdm(
            total=len(roster),
            desc=self.name,
            file=sys.stdout,
            disable=not sys.stdout.isatty(),
            leave=False,
        )
        try:
            with bar:
                if jobs > 1:
                    grader = Chapter, (self.root, self.name, self.options)
                    side_by_side(roster, jobs, grader, graded, bar)
                for student in roster:  # all of them; or those whose process was killed
                    if student not in graded:
                        bar.set_postfix_str(student[:20])
                        graded[student] = self.one(student)
                        bar.update()
        except KeyboardInterrupt:
            note = Note("interrupted: run the command again to go on")
            for student in roster:
                if student not in graded:
                    graded[student] = Result(student, self.name, State.GRADER_FAILED, notes=[note])
        return [graded[student] for student in roster]

    def one(self, student: str) -> Result:
        """Grade a student, unless that is done already."""
        folder = self.root / "submitted" / student / self.name
        if not is_student_id(student):
            shown = ascii(student)[1:-1][:40]
            return Result(shown, self.name, State.NEEDS_PERSON, notes=[Note("student id")])
        link = folder.is_symlink() or folder.parent.is_symlink()
        if not link and not folder.exists():
            return Result(student, self.name, State.NOT_SUBMITTED, notes=self.left_over(student))
        if not link and not folder.is_dir():
            return self.by_hand(student, Note("not a file"))
        try:
            tidy(folder)
            again = not self.options.force and self.is_graded(student, folder)
            if not again:
                self.run(Autograde, student, "submitted")
            if not again or not self.has_page(student):
                self.run(GenerateFeedback, student, "autograded")
            return self.result(student, again)
        except Exception as problem:  # one student's trouble is no other's
            return self.by_hand(student, Note(_first_line(problem)), State.GRADER_FAILED)

    def run(self, converter: type, student: str, step: str) -> None:
        try:
            convert(converter, self.config, self.root / step / student / self.name)
        except NbGraderException as problem:
            raise GradeError(str(problem)) from None

    def path(self, step: str, student: str, ending: str) -> Path:
        return self.root / step / student / self.name / f"{self.name}.{ending}"

    def is_graded(self, student: str, folder: Path) -> bool:
        try:
            nb = nbformat.read(self.path("autograded", student, "ipynb"), as_version=4)
            same = nb.metadata["course"]["fingerprint"] == fingerprint(
                folder, self.root, self.config
            )
            with self.gradebook() as gradebook:
                grades = self.grades(gradebook, student)
                return same and bool(grades) and all(g.auto_score is not None for g in grades)
        except (OSError, ValueError, KeyError, AttributeError, MissingEntry):
            return False  # not there, or not whole

    def has_page(self, student: str) -> bool:
        page = self.path("feedback", student, "html")
        graded = self.path("autograded", student, "ipynb").stat().st_mtime
        return page.is_file() and page.stat().st_size > 0 and page.stat().st_mtime >= graded

    def grades(self, gradebook: Gradebook, student: str) -> list[Any]:
        submission = gradebook.find_submission(self.name, student)
        return [grade for notebook in submission.notebooks for grade in notebook.grades]

    def result(self, student: str, again: bool) -> Result:
        nb = nbformat.read(self.path("autograded", student, "ipynb"), as_version=4)
        state, notes = state_of(nb)
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission(self.name, student)
            points, most = _mark(submission), submission.max_score
            flagged = any(g.needs_manual_grade for g in self.grades(gradebook, student))
        if state == State.NEEDS_PERSON and not flagged:
            state = State.DECIDED
        elif state != State.NEEDS_PERSON and flagged:
            state, notes = State.NEEDS_PERSON, [Note("manual"), *notes]
        return Result(student, self.name, state, points, most, notes, again, causes_in(nb))

    def left_over(self, student: str) -> list[Note]:
        """Say which mark `nbgrader export` still gives who has withdrawn a submission."""
        try:
            with self.gradebook() as gradebook:
                submission = gradebook.find_submission(self.name, student)
                mark = f"{_mark(submission):.4g} of {submission.max_score:g}"
                return [Note("earlier mark", mark)]
        except MissingEntry:
            return []
        except (SQLAlchemyError, OSError) as problem:
            return [Note(_first_line(problem))]

    def by_hand(self, student: str, note: Note, state: State = State.NEEDS_PERSON) -> Result:
        """Leave no grade empty: 0 points for now, and flagged for a person."""
        result = Result(student, self.name, state, notes=[note])
        try:
            with self.gradebook() as gradebook:
                gradebook.update_or_create_student(student)
                gradebook.update_or_create_submission(self.name, student)
                for grade in self.grades(gradebook, student):
                    empty = grade.auto_score is None
                    if grade.manual_score is None and (empty or state == State.NEEDS_PERSON):
                        grade.needs_manual_grade = True
                    if empty:
                        grade.auto_score = 0.0
                gradebook.db.commit()
                submission = gradebook.find_submission(self.name, student)
                result.points, result.max_points = _mark(submission), submission.max_score
        except (SQLAlchemyError, OSError) as problem:
            result.state = State.GRADER_FAILED
            result.notes.append(Note(_first_line(problem)))
        return result


def _mark(submission: Any) -> float:
    """Return what the student gets, as nbgrader's export says."""
    return max(0.0, submission.score - submission.late_submission_penalty)


def _first_line(problem: BaseException) -> str:
    text = str(problem).strip().splitlines()
    return f"{type(problem).__name__}: {text[0][:200]}" if text else type(problem).__name__
