"""From the sources to the notebooks that students open, through nbgrader's generate_assignment."""

import logging
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from autograder.editions import bilingual_source, repository_address
from autograder.sources import LANGUAGES, ROOT, Chapter, SourceError, find_sources, read_chapter


class ReleaseError(SourceError):
    """nbgrader could not make an assignment of a chapter."""


def release(
    names: Sequence[str] = (),
    *,
    root: Path = ROOT,
    grading: Path | None = None,
    notebooks: Path | None = None,
) -> list[Path]:
    """Write every edition of the chapters and return the notebooks' paths.

    The same sources give the same bytes, whatever the gradebook holds.

    Args:
        names: chapters, see `find_sources`; all by default, and then notebooks in `notebooks`
            that no source makes are removed.
        root: the project: `solutions/` and pyproject.toml are read there.
        grading: nbgrader's folder with the gradebook, `root/grading` by default.
        notebooks: where the editions go, `root/notebooks` by default.
    """
    grading = grading or root / "grading"
    notebooks = notebooks or root / "notebooks"
    # all of them are read before anything is written
    chapters = [read_chapter(path) for path in find_sources(names, root=root)]
    if not chapters:
        raise SourceError("no chapters in solutions/: nothing to release")
    sources = [bilingual_source(one, folder=root / "solutions" / "pictures") for one in chapters]
    written = []
    for chapter, source in zip(chapters, sources, strict=True):
        folder = grading / "source" / chapter.name
        if folder.exists():  # whatever lies there would be handed out
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        nbformat.write(source, folder / f"{chapter.name}.ipynb")
        for language in LANGUAGES:
            made = generate(chapter, language, grading=grading, repository=repository_address(root))
            written.append(_copy(made, notebooks / language / made.name))
    if not names:
        for path in notebooks.glob("*/*.ipynb"):
            if path not in written:
                path.unlink()
    return written


def generate(chapter: Chapter, language: str, *, grading: Path, repository: str = "") -> Path:
    """Run nbgrader's generate_assignment and return the notebook that it made."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config = nbgrader_config()
    config.CourseDirectory.root = str(grading)
    config.CourseDirectory.release_directory = f"release/{language}"
    config.CourseDirectory.assignment_id = chapter.name
    config.InOneLanguage.language = language
    config.SelectLanguage.repository = repository
    config.GenerateAssignment.force = True
    # One gradebook serves both editions: its check cells hold both languages already.
    config.GenerateAssignment.no_database = language != LANGUAGES[0]
    config.SaveCells.enabled = language == LANGUAGES[0]
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    log, level = _Lines(), converter.log.level
    converter.log.addHandler(log)
    converter.log.setLevel(min(level, logging.ERROR))  # another application may have silenced it
    try:
        converter.start()
    except NbGraderException as error:
        raise ReleaseError(_explain(chapter, log.lines, error)) from error
    finally:
        converter.log.setLevel(level)
        converter.log.removeHandler(log)
    return grading / "release" / language / chapter.name / f"{chapter.name}.ipynb"


def nbgrader_config() -> Any:
    """Return the settings of autograder/nbgrader_config.py as nbgrader reads them."""
    from traitlets.config import PyFileConfigLoader

    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT / "autograder")).load_config()


class _Lines(logging.Handler):
    """Keeps what nbgrader logs, which says more than its exception."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += record.getMessage().splitlines()


def _explain(chapter: Chapter, lines: Sequence[str], error: Exception) -> str:
    reasons = [line for line in lines if re.match(r"[\w.]*(Error|Exception): ", line)]
    reason = reasons[-1] if reasons else str(error)
    if "Cannot add or remove cells" in reason:
        return (
            f"{chapter.name}: exercises were added, removed or renamed, but the gradebook has "
            "submissions for the old ones: put grading/gradebook.db away (it keeps their marks) "
            "and release again, or take the change back"
        )
    return f"{chapter.name}: nbgrader could not generate the assignment: {reason}"


def _copy(made: Path, destination: Path) -> Path:
    content = made.read_bytes()
    destination.parent.mkdir(parents=True, exist_ok=True)
    if not destination.exists() or destination.read_bytes() != content:
        destination.write_bytes(content)
    return destination
