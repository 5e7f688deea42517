"""From a plain folder of files to `submitted`: whose work is it, and of which chapter?"""

import datetime
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from autograder.admit import NotAFileError, admit, read_bytes
from autograder.handed_in import ENDINGS, Releases, candidates
from autograder.salvage import graft
from autograder.states import Note, State

# becomes a folder's name, a glob and a part of a page: letters, digits, and what joins them
STUDENT = re.compile(r"\w[\w.@+'’,()-]*(?: [\w.@+'’,()-]+)*")
BY_SYSTEMS = {"__macosx", "thumbs.db", "desktop.ini", "__pycache__"}  # nobody handed these in
LONGEST = 200  # bytes of a file's name; systems allow 255


class Problem(NamedTuple):
    """Why something in the inbox could not be copied."""

    student: str
    chapter: str  # "" where unknown
    note: Note
    state: State = State.NEEDS_PERSON


def is_student_id(name: str) -> bool:
    """Return whether `name` may stand for a student in paths and tables."""
    return bool(STUDENT.fullmatch(name)) and len(name.encode()) <= 120


def as_student(name: str) -> str:
    """Return a name as it is compared: macOS writes é as two characters, others as one."""
    return unicodedata.normalize("NFC", name)


def sent_by_student(inbox: Path) -> dict[str, list[Path]]:
    """Return student → what in `inbox` is of that student, `<student>/` or `<student>.<ending>`.

    Raises:
        OSError: there is no such folder, or it cannot be read.
    """
    sent: dict[str, list[Path]] = {}
    for entry in sorted(inbox.iterdir()):
        if not _is_hidden(entry):
            folder = entry.is_dir() and not entry.is_symlink()
            student = entry.name if folder else entry.name.removesuffix(entry.suffix)
            sent.setdefault(as_student(student), []).append(entry)
    return sent


def collect(
    sent: Mapping[str, Sequence[Path]], submitted: Path, releases: Mapping[str, Releases]
) -> list[Problem]:
    """Copy what students sent to where nbgrader looks.

    A student's earlier submission of the chapter gives way to a different one.

    Args:
        sent: by student; it stays as it is, and links are not followed.
        submitted: nbgrader's folder.
        releases: the chapters in question.

    Returns:
        Why what could not be copied.
    """
    only = next(iter(releases)) if len(releases) == 1 else ""
    problems: list[Problem] = []
    for student, entries in sorted(sent.items()):
        if not is_student_id(student):
            problems.append(Problem(ascii(student)[1:-1][:40], "", Note("student id")))
            continue
        try:
            problems += _collect_one(student, entries, submitted, releases, only)
        except Exception as problem:  # one student's trouble is no other's
            note = Note("not collected", f"{type(problem).__name__}: {str(problem)[:200]}")
            problems.append(Problem(student, only, note, State.GRADER_FAILED))
    return problems


def _collect_one(
    student: str,
    entries: Sequence[Path],
    submitted: Path,
    releases: Mapping[str, Releases],
    only: str,
) -> list[Problem]:
    problems: list[Problem] = []
    work: dict[str, dict[str, bytes]] = {}
    stamps: dict[str, float] = {}
    for path, within in _files(entries):
        try:
            content = read_bytes(path)
            chapter = chapter_of(path, releases)
        except (NotAFileError, OSError, RecursionError) as problem:  # the last: code nested deep
            note = problem.note if isinstance(problem, NotAFileError) else Note("unreadable")
            problems.append(Problem(student, only, note))
            continue
        names = work.setdefault(chapter, {})
        names[_free_name(within, names)] = content
        stamps[chapter] = max(stamps.get(chapter, 0), path.stat().st_mtime)
    for chapter, names in work.items():
        if not chapter:
            problems.append(Problem(student, "", Note("no answers")))
            continue
        _put(submitted / student / chapter, names, stamps[chapter])
        problems = [one for one in problems if one.chapter != chapter]
    if not work and not problems:
        problems.append(Problem(student, only, Note("no notebook", _what_else(entries))))
    return problems


def _files(entries: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Yield what may be a notebook, and where in the student's folder it lies."""
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from ((path, path.relative_to(entry)) for path in candidates(entry))
        elif entry.is_symlink() or entry.suffix.lower() in ENDINGS:
            yield entry, Path(entry.name)


def _free_name(within: Path, taken: Mapping[str, bytes]) -> str:
    """Return a file's name for its copy; where that is taken, one with its folders in it."""
    stem = within.name.removesuffix(within.suffix)
    while len(os.fsencode(stem + within.suffix)) > LONGEST:
        stem = stem[:-1]
    wanted = [stem + within.suffix, "-".join(within.parts)]
    wanted += [f"{number}-{wanted[0]}" for number in range(2, len(taken) + 4)]
    free = (name for name in wanted if name not in {*taken, "timestamp.txt"})
    return next(name for name in free if len(os.fsencode(name)) <= LONGEST + 10)


def _what_else(entries: Sequence[Path]) -> str:
    """Return what is there instead of a notebook, in a few words that can be printed."""
    there = []
    for entry in entries:
        folder = entry.is_dir() and not entry.is_symlink()
        there += [one for one in entry.iterdir() if not _is_hidden(one)] if folder else [entry]
    names = sorted(f"{one.name[:60]}{'/' * one.is_dir()}" for one in there)
    text = ", ".join([*names[:3], "…"] if len(names) > 3 else names)
    return "".join(c if c.isprintable() else "?" for c in text)


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".") or path.name.lower() in BY_SYSTEMS


def chapter_of(path: Path, releases: Mapping[str, Releases]) -> str:
    """Return the chapter that a file is of; "" where nothing tells."""
    admitted = admit(path)
    if admitted.chapter in releases or len(releases) == 1:
        return admitted.chapter if admitted.chapter in releases else next(iter(releases))
    for chapter in releases:
        if chapter in path.name or chapter == path.parent.name:
            return chapter
    found = {}
    for chapter, released in releases.items():
        edition = released.edition(admitted.language)
        found[chapter] = len(graft(admit(path).notebook, edition, released.wanted).filled)
    best = max(found, key=lambda chapter: found[chapter])
    return best if found[best] else ""


def _put(folder: Path, names: Mapping[str, bytes], stamp: float) -> None:
    """Write a submission, all of it or nothing; one with the same files stays as it is."""
    if folder.parent.is_symlink() or folder.is_symlink():
        raise OSError(f"{folder} is a link: remove it, and collect again")
    if folder.is_dir():
        there = {path.name: path for path in folder.iterdir() if path.name != "timestamp.txt"}
        if set(there) == set(names) and all(
            path.is_file() and path.read_bytes() == names[name] for name, path in there.items()
        ):
            return
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    part.mkdir(parents=True)
    try:
        for name, content in names.items():
            (part / name).write_bytes(content)
        when = datetime.datetime.fromtimestamp(stamp, tz=datetime.UTC)
        (part / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n")
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    finally:  # the disk was full
        shutil.rmtree(part, ignore_errors=True)
