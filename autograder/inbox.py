"""From a plain folder of files to `submitted`: whose work is it, and of which chapter?"""

import datetime
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.admit import NotAFileError, admit, read_bytes
from autograder.handed_in import ENDINGS, Releases, candidates
from autograder.salvage import graft
from autograder.states import Note

# becomes a folder's name, a glob and a part of a page: letters, digits, and what joins them
STUDENT = re.compile(r"\w[\w.@+-]*(?: [\w.@+-]+)*")


def is_student_id(name: str) -> bool:
    """Return whether `name` may stand for a student in paths and tables."""
    return bool(STUDENT.fullmatch(name)) and len(name.encode()) <= 120


def collect(
    inbox: Path, submitted: Path, releases: Mapping[str, Releases], *, students: Sequence[str] = ()
) -> list[tuple[str, str, Note]]:
    """Copy `inbox/<student>/<any file>` and `inbox/<student>.ipynb` to where nbgrader looks.

    A student's earlier submission of the chapter gives way to a different one.

    Args:
        inbox: what students sent; it stays as it is, and links in it are not followed.
        submitted: nbgrader's folder.
        releases: the chapters in question.
        students: only these; all by default.

    Returns:
        (student, chapter, why) for what could not be copied; the chapter is "" where unknown.
    """
    problems = []
    for entry in sorted(inbox.iterdir()):
        if entry.name.startswith("."):
            continue
        folder = entry.is_dir() and not entry.is_symlink()
        if not folder and not entry.is_symlink() and entry.suffix.lower() not in ENDINGS:
            continue
        student = entry.name if folder else entry.name.removesuffix(entry.suffix)
        if students and student not in students:
            continue
        if not is_student_id(student):
            problems.append((ascii(student)[1:-1][:40], "", Note("student id")))
        elif entry.is_symlink():
            problems.append((student, "", Note("link")))
        else:
            files = candidates(entry) if folder else [entry]
            problems += _collect_one(student, files, submitted, releases)
    return problems


def _collect_one(
    student: str, files: Sequence[Path], submitted: Path, releases: Mapping[str, Releases]
) -> list[tuple[str, str, Note]]:
    problems: list[tuple[str, str, Note]] = []
    work: dict[str, dict[str, bytes]] = {}
    stamps: dict[str, float] = {}
    for path in files:
        try:
            content = read_bytes(path)
        except (NotAFileError, OSError) as problem:
            note = problem.note if isinstance(problem, NotAFileError) else Note("unreadable")
            problems.append((student, next(iter(releases)) if len(releases) == 1 else "", note))
            continue
        chapter = chapter_of(path, releases)
        names = work.setdefault(chapter, {})
        name = path.name if path.name not in names else f"{path.parent.name}-{path.name}"
        names[name] = content
        stamps[chapter] = max(stamps.get(chapter, 0), path.stat().st_mtime)
    for chapter, names in work.items():
        if not chapter:
            problems.append((student, "", Note("no answers")))
            continue
        _put(submitted / student / chapter, names, stamps[chapter])
        problems = [one for one in problems if one[1] != chapter]
    return problems


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
    for name, content in names.items():
        (part / name).write_bytes(content)
    when = datetime.datetime.fromtimestamp(stamp, tz=datetime.UTC)
    (part / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n")
    if folder.exists():
        shutil.rmtree(folder)
    part.rename(folder)
