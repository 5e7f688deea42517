"""`python -m autograder grade`: collect, grade and write feedback, for everyone, in one command.

It drives nbgrader's own Autograde and GenerateFeedback with this project's settings, a student at
a time in each process, so whatever happens with one is that student's, and what is done stays done.
"""

import argparse
import contextlib
import fcntl
import sys
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.chapter import Chapter, GradeError, Options, Result
from autograder.doctor import SandboxUnavailableError, require_sandbox
from autograder.handed_in import releases_of
from autograder.inbox import Problem, as_student, collect, is_student_id, sent_by_student
from autograder.sources import ROOT
from autograder.states import Note, State
from course_utils.language import in_language


def grade(
    names: Sequence[str] = (), options: Options | None = None, *, root: Path = ROOT / "grading"
) -> list[Result]:
    """Grade the chapters and return what became of everyone.

    Args:
        names: chapters, or their numbers; by default all that were released.
        options: see `Options`.
        root: nbgrader's folder.

    Raises:
        GradeError: none can be graded.
    """
    options = options or Options()
    options = replace(options, students=[as_student(name) for name in options.students])
    sent = _sent(options.inbox) if options.inbox is not None else {}
    if options.sandbox:
        try:
            require_sandbox()
        except SandboxUnavailableError as problem:
            raise GradeError(str(problem)) from None
    chapters = released_chapters(root, names)
    results: list[Result] = []
    with _alone(root), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader
        prepared = [Chapter(root, chapter, options) for chapter in chapters]
        known = prepared[0].known() | {path.name for path in root.glob("submitted/[!.]*")}
        require_known(options.students, known | set(sent))
        for one in prepared:  # changes the seed: what was asked is in order by now
            one.prepare()
        found = []
        if wanted := {who: sent[who] for who in (options.students or sent) if who in sent}:
            releases = {name: releases_of(root, "source", name) for name in chapters}
            found = collect(wanted, root / "submitted", releases)
        for one in prepared:
            mine = [problem for problem in found if problem.chapter == one.name]
            results += _with_problems(one.everyone(), mine, one.name)
        results += _with_problems([], [problem for problem in found if not problem.chapter], "?")
    return results


def _sent(inbox: Path) -> dict[str, list[Path]]:
    try:
        return sent_by_student(inbox)
    except OSError as problem:
        raise GradeError(
            "--inbox wants a folder with <student>/<any file> or <student>.ipynb in it; "
            f"got {str(inbox)!r}: {problem.strerror}"
        ) from None


def require_known(students: Sequence[str], known: Collection[str]) -> None:
    """A name that was mistyped would look like one who handed in nothing."""
    names = sorted(name for name in known if is_student_id(name))
    there = ", ".join(names) if 0 < len(names) <= 10 else f"{len(names)} students"
    for student in students:
        if student not in known:
            raise GradeError(
                f"no student {student!r} in the gradebook, in what was handed in or in the inbox; "
                f"there are: {there}"
            )


def _with_problems(
    results: Sequence[Result], problems: Sequence[Problem], chapter: str
) -> list[Result]:
    """Return the rows of the table, with why something in the inbox could not be graded."""
    rows = {one.student: one for one in results}
    for problem in problems:
        row = rows.setdefault(problem.student, Result(problem.student, chapter, problem.state))
        if row.points is not None and Note("earlier") not in row.notes:
            row.notes.insert(0, Note("earlier"))
        if row.state != State.GRADER_FAILED:
            row.state = problem.state
        if problem.note not in row.notes:
            row.notes.insert(0, problem.note)
    return list(rows.values())


def released_chapters(root: Path, names: Sequence[str]) -> list[str]:
    """Return the chapters that `names` stand for, among those released."""
    there = sorted(
        path.stem for path in root.glob("source/*/*.ipynb") if path.stem == path.parent.name
    )
    if not there:
        raise GradeError(f"nothing is released in {root}: run `python -m autograder release`")
    chosen = []
    for name in names:
        fits = [one for one in there if one == name or one.split("_")[0] == name]
        if not fits:
            raise GradeError(f"no chapter {name!r} is released; there are: {', '.join(there)}")
        chosen += fits
    return list(dict.fromkeys(chosen)) or there


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two runs at once would write into the same files."""
    (root / "cache").mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / "cache" / "grade.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise GradeError(f"another `autograder grade` is at work in {root}") from None
        yield


def table(results: Sequence[Result], *, sandbox: bool = True) -> str:
    """Return who got what, and who needs a person and why."""
    rows = []
    for one in results:
        points = "" if one.points is None else f"{one.points:.4g} of {one.max_points:g}"
        with in_language("en"):
            why = "; ".join(note.words for note in one.notes)
        rows.append((one.chapter, one.student, one.state.value, points, why))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines = ["  ".join(f"{text:{n}}" for text, n in zip(row, widths, strict=False)) for row in rows]
    lines = [f"{line}  {row[4]}".rstrip() for line, row in zip(lines, rows, strict=True)]
    causes = Counter((one.chapter, *cause) for one in results for cause in one.causes)
    if causes:
        lines += ["", "likely causes, by the number of students:"]
        lines += [
            f"{n:>4}  {exercise}  {cause}" for (_, exercise, cause), n in causes.most_common()
        ]
    counts = {state: sum(one.state == state for one in results) for state in State}
    lines += ["", ", ".join(f"{n} {state.value}" for state, n in counts.items() if n) or "nobody"]
    if again := sum(one.again for one in results):
        lines.append(f"{again} graded before, from the same file with the same inputs (--force)")
    if not sandbox:
        lines = ["UNSANDBOXED", *lines, "UNSANDBOXED: students' code ran with your rights"]
    return "\n".join(lines)


def run(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when everyone is graded, has handed in nothing, or needs a person."""
    options = Options(
        students=arguments.student,
        inbox=arguments.inbox,
        new_seed=arguments.new_seed,
        sandbox=not arguments.unsandboxed,
        force=arguments.force,
        jobs=arguments.jobs,
    )
    try:
        results = grade(arguments.chapters, options)
    except GradeError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(table(results, sandbox=options.sandbox))
    return int(any(one.state == State.GRADER_FAILED for one in results))
