"""A chapter's source: `solutions/<n>_<name>.py` read into a notebook, and what is wrong with it.

The format is described in docs/authors.md; what it forbids is in `autograder/rules.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jupytext
from nbformat import NotebookNode

LANGUAGES = ("en", "fr")
ROOT = Path(__file__).resolve().parent.parent
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class SourceError(Exception):
    """A mistake in a chapter's source: the file, the cell, what is wrong and what to do."""


class SourceErrors(SourceError):
    """Every mistake of a chapter, one a line."""


@dataclass(frozen=True)
class Cell:
    """One cell of a source; `node` is the notebook's."""

    node: NotebookNode
    path: Path
    line: int  # of the `# %%` line, counted from 1

    @property
    def source(self) -> str:
        return self.node.source

    @property
    def metadata(self) -> NotebookNode:
        return self.node.metadata

    @property
    def is_prose(self) -> bool:
        return self.node.cell_type == "markdown"

    @property
    def is_code(self) -> bool:
        return self.node.cell_type == "code"

    @property
    def nbgrader(self) -> dict:
        return self.metadata.get("nbgrader", {})

    @property
    def is_answer(self) -> bool:
        return bool(self.nbgrader.get("solution"))

    @property
    def is_check(self) -> bool:
        return bool(self.nbgrader.get("grade"))

    @property
    def name(self) -> str:
        """The grade id or slug, "" when the source gives none."""
        return str(self.nbgrader.get("grade_id") or self.metadata.get("slug") or "")

    @property
    def id(self) -> str:
        """The cell's id in the bilingual notebook: siblings share a slug, not an id."""
        return f"{self.name}-{self.metadata.get('lang', '')}" if self.is_prose else self.name

    def error(self, problem: str, *, line: int | None = None) -> SourceError:
        """Return the error for `problem`; `line` counts from 1 in the cell's own text."""
        where = self.line if line is None else self.line + line
        name = f'cell "{self.name}"' if self.name else "a cell without a slug"
        return SourceError(f"{_short(self.path)}:{where}, {name}: {problem}")


@dataclass(frozen=True)
class Chapter:
    """A source that obeys the rules, as a notebook with both languages in it."""

    name: str  # the file's stem, such as "1_frozen_lake"
    path: Path
    cells: tuple[Cell, ...]

    @property
    def notebook(self) -> NotebookNode:
        """The bilingual notebook: cell ids set, the metadata that jupytext invents taken out."""
        nodes = []
        for cell in self.cells:
            node = NotebookNode(cell.node)
            node.metadata = NotebookNode(
                {key: value for key, value in node.metadata.items() if key not in JUPYTEXT_KEYS}
            )
            node.id = cell.id
            nodes.append(node)
        return NotebookNode(
            cells=nodes,
            metadata=NotebookNode(
                kernelspec=NotebookNode(KERNELSPEC), course=NotebookNode(chapter=self.name)
            ),
            nbformat=4,
            nbformat_minor=5,
        )

    @property
    def points(self) -> float:
        return sum(cell.nbgrader["points"] for cell in self.cells if cell.is_check)


JUPYTEXT_KEYS = ("lines_to_next_cell", "lines_to_end_of_cell_marker")


def read_cells(path: Path) -> tuple[Cell, ...]:
    """Return the cells of a source as they stand, with the lines where they begin."""
    text = path.read_text(encoding="utf-8")
    nodes = jupytext.reads(text, fmt="py:percent").cells
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    if not lines:
        raise SourceError(f"{_short(path)}: no cells: each begins with a line `# %%`")
    if len(nodes) != len(lines):
        raise SourceError(
            f"{_short(path)}:1: {len(lines)} lines begin with `# %%`, but jupytext sees "
            f"{len(nodes)} cells: leave nothing before the first, and no `# %%` in a string"
        )
    return tuple(Cell(node, path, line) for node, line in zip(nodes, lines, strict=True))


def find_problems(path: Path) -> list[SourceError]:
    """Return every mistake found in a source, in the order of its cells."""
    from autograder.rules import problems

    if not re.fullmatch(r"\d+_[a-z0-9_]+", path.stem):
        return [
            SourceError(
                f"{_short(path)}: a chapter's file is named like 1_frozen_lake.py: rename it"
            )
        ]
    try:
        return list(problems(path.stem, read_cells(path)))
    except SourceError as error:
        return [error]


def read_chapter(path: Path) -> Chapter:
    """Return the chapter, or raise `SourceErrors` with all that is wrong with it."""
    if found := find_problems(path):
        raise SourceErrors("\n".join(str(error) for error in found))
    return Chapter(path.stem, path, read_cells(path))


def find_sources(names: Sequence[str] = (), *, root: Path = ROOT) -> list[Path]:
    """Return the sources in `solutions/`, or those named: `1_frozen_lake`, its path, or `1`."""
    sources = sorted((root / "solutions").glob("[0-9]*_*.py"), key=_number)
    if not names:
        return sources
    found = []
    for name in names:
        stem = Path(name).stem
        matches = [path for path in sources if stem in (path.stem, path.stem.split("_")[0])]
        if not matches:
            known = ", ".join(path.stem for path in sources) or "none"
            raise SourceError(f"no chapter {name!r} in solutions/; the chapters are: {known}")
        found += matches
    return found


def _number(path: Path) -> tuple[int, str]:
    return int(path.stem.split("_")[0]), path.stem


def _short(path: Path) -> Path:
    return Path(path.parent.name) / path.name
