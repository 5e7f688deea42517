"""What lies in a student's folder, and which file of it is the work to grade."""

import contextlib
import functools
import os
import stat
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from autograder.admit import Admitted, admit, names_defined, refused
from autograder.finding import EXERCISE
from autograder.markers import without_hidden
from autograder.salvage import Grafted, graft
from autograder.states import Note
from course_utils.language import LANGUAGES

ENDINGS = (".ipynb", ".json", ".py", ".txt", ".html")  # what a notebook may come as, best first
NOT_A_FILE = ".not-a-file"  # what `tidy` leaves in place of a link
MAX_FILES = 12  # more than anyone hands in for one chapter


def tidy(folder: Path) -> None:
    """Replace links, pipes and the like by a text that says what was there.

    The student's folder may be a link itself: then it is an empty folder afterwards.
    """
    for path in (folder.parent, folder):
        if path.is_symlink():
            text = _what(path)
            path.unlink()
            folder.mkdir(parents=True)
            (folder / f"{path.name}{NOT_A_FILE}").write_bytes(text)
    for parent, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(parent, name)
            mode = path.lstat().st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                text = _what(path)
                path.unlink()
                path.with_name(f"{name[:200]}{NOT_A_FILE}").write_bytes(text)
    stamp = folder / "timestamp.txt"
    if stamp.exists():
        try:
            parse_utc(stamp.read_text(encoding="utf-8").strip())
        except Exception:  # nbgrader would stop at it
            stamp.replace(folder / "timestamp.txt.not-a-time")


def _what(path: Path) -> bytes:
    text = f"a link to {os.readlink(path)}\n" if path.is_symlink() else "not a file\n"
    return text.encode("utf-8", "replace")


class Releases:
    """What the students of an assignment were given, and what its answers define."""

    def __init__(self, root: Path, source: str, name: str):
        self.name = name
        path = root / source / name / f"{name}.ipynb"
        self.source = nbformat.read(path, as_version=4)
        self.wanted = {
            cell.metadata["nbgrader"]["grade_id"]: names_defined(cell.source)
            for cell in self.source.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }
        self.editions: dict[str, NotebookNode] = {}
        for language in LANGUAGES:
            # one that is not there or damaged: the source has the same cells
            with contextlib.suppress(OSError, ValueError):
                edition = root / "release" / language / name / f"{name}.ipynb"
                self.editions[language] = nbformat.read(edition, as_version=4)

    def edition(self, language: str) -> NotebookNode:
        """Return the edition released, else the source's visible part."""
        if language in self.editions:
            return self.editions[language]
        nb = nbformat.from_dict(self.source)
        for cell in nb.cells:
            cell.source = without_hidden(cell.source)
        return nb


def releases_of(root: Path, source: str, name: str) -> Releases:
    """Return an assignment's releases, read once for as long as the files stay as they are."""
    files = [root / source / name / f"{name}.ipynb"]
    files += [root / "release" / language / name / f"{name}.ipynb" for language in LANGUAGES]
    stamps = tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in files)
    return _read_once(root, source, name, stamps)


@functools.lru_cache(maxsize=8)
def _read_once(root: Path, source: str, name: str, stamps: tuple[int, ...]) -> Releases:
    return Releases(root, source, name)


def read_submission(folder: Path, released: Releases) -> tuple[Admitted, Grafted]:
    """Return the file of `folder` that holds the most answers, and the notebook to grade."""
    paths = candidates(folder)
    usual = [path for path in paths if path.name == f"{folder.name}.ipynb"]
    paths = [*usual, *(path for path in paths if path not in usual)]
    notebooks = [path for path in paths if path.suffix == ".ipynb"]
    read = [_read(path, released) for path in (notebooks or paths)[:MAX_FILES]]
    if not read:
        links = any(folder.rglob(f"*{NOT_A_FILE}"))
        admitted = refused(Note("link" if links else "no notebook"))
        return admitted, _grafted(admitted, released)
    best = max(range(len(read)), key=lambda n: (_worth(*read[n]), -n))
    path, (admitted, grafted) = (notebooks or paths)[best], read[best]
    if any(n != best and other.filled for n, (_, other) in enumerate(read)):
        admitted.notes.insert(0, Note("several", path.name))
    elif path not in usual:
        admitted.notes.insert(0, Note("renamed", path.name))
    return admitted, grafted


def candidates(folder: Path) -> list[Path]:
    """Return what in `folder` may be the notebook, links and pipes included, in one order."""
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "__pycache__")
        if len(Path(parent).relative_to(folder).parts) >= 3:
            folders.clear()
        names = [n for n in files if not n.startswith(".") and n != "timestamp.txt"]
        names += [n for n in folders if n.endswith(".ipynb")]
        found += [Path(parent, n) for n in names if Path(n).suffix.lower() in ENDINGS]
    rank = {ending: number for number, ending in enumerate(ENDINGS)}
    return sorted(found, key=lambda path: (rank[path.suffix.lower()], str(path)))


def _read(path: Path, released: Releases) -> tuple[Admitted, Grafted]:
    admitted = admit(path)
    return admitted, _grafted(admitted, released)


def _grafted(admitted: Admitted, released: Releases) -> Grafted:
    admitted.language = admitted.language if admitted.language in LANGUAGES else _spoken(admitted)
    edition = released.edition(admitted.language)
    try:
        return graft(admitted.notebook, edition, released.wanted)
    except RecursionError:  # code nested too deep to parse
        again = refused(Note("unreadable"))
        admitted.person = again.person
        return graft(again.notebook, edition, released.wanted)


def _spoken(admitted: Admitted) -> str:
    text = "\n".join(cell.source for cell in admitted.notebook.cells)
    words = [match[0].lower() for match in EXERCISE.finditer(text)]
    return "fr" if sum("exercice" in word for word in words) * 2 > len(words) else "en"


def _worth(admitted: Admitted, grafted: Grafted) -> tuple:
    return len(grafted.filled), -len(grafted.missing), not admitted.person
