"""From whatever a student handed in to a plain notebook: cells, and how they had to be read.

Nothing here raises for what is in a file, and nothing follows a link. A notebook keeps what
grading needs of it (kinds, sources, names of cells); outputs and all other metadata stay behind.
"""

import ast
import codecs
import hashlib
import json
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.states import Note

MAX_BYTES = 100_000_000  # videos in the outputs make large notebooks
MAX_SOURCE = 2_000_000  # characters in all cells
MAX_CELLS = 2_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),  # harmless: not worth a word
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
CELL_START = re.compile(r'\{\s*"(?:cell_type|id|attachments|execution_count|metadata)"')
MERGE = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass
class Admitted:
    """A submission as it could be read."""

    notebook: NotebookNode
    notes: list[Note] = field(default_factory=list)  # the file was not in order
    person: list[Note] = field(default_factory=list)  # and a person must look, because
    digest: str = ""  # of the bytes
    chapter: str = ""  # as the notebook says
    language: str = ""


def admit(path: Path) -> Admitted:
    """Read a file that a student handed in."""
    try:
        content = read_bytes(path)
    except NotAFileError as problem:
        return refused(problem.note)
    except OSError as problem:
        return refused(Note("unreadable", problem.strerror or ""))
    admitted = _from_bytes(content, script=path.suffix.lower() == ".py")
    admitted.digest = hashlib.sha256(content).hexdigest()
    return admitted


def refused(note: Note) -> Admitted:
    """Return what stands for a submission in which no notebook can be found."""
    return Admitted(notebook_of([]), person=[note])


def notebook_of(cells: list[NotebookNode]) -> NotebookNode:
    """Return a notebook of these cells; nbformat's own function would mend ids, and say so."""
    return NotebookNode(cells=cells, metadata=NotebookNode(), nbformat=4, nbformat_minor=5)


class NotAFileError(Exception):
    def __init__(self, note: Note):
        super().__init__(note.code)
        self.note = note


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return an ordinary file's bytes; a link, a pipe or a folder is a `NotAFileError`."""
    try:  # without O_NONBLOCK, opening a named pipe would wait for ever
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        if path.is_symlink():
            raise NotAFileError(Note("link")) from None
        raise
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise NotAFileError(Note("not a file"))
        if about.st_size > limit:
            raise NotAFileError(Note("too large", f"{about.st_size // 1_000_000} MB"))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(limit)
    finally:
        os.close(descriptor)


def _from_bytes(content: bytes, *, script: bool) -> Admitted:
    text, encoding = _decoded(content)
    notes = [Note("encoding", encoding)] if encoding else []
    if not text.strip():
        return refused(Note("empty"))
    person: list[Note] = []
    if script:
        data: Any = {"cells": [{"cell_type": "code", "source": text}], "nbformat": 4}
        notes.append(Note("script"))
    else:
        data = _json(text)
    if data is None and len(set(MERGE.findall(text))) >= 3:
        one, other = _side(text, first=True), _side(text, first=False)
        versions = [side for side in (_rescued(one), _rescued(other)) if side]
        if versions:
            data = versions[0]
            notes.append(Note("merge"))
            if len({json.dumps(_code(version)) for version in versions}) > 1:
                person.append(Note("two versions"))
    if data is None:
        data = _rescued(text)
        if data is not None:
            notes.append(Note("damaged", str(len(data["cells"]))))
    cells = _cells(data)
    if cells is None:
        return refused(Note("unreadable"))
    version = data.get("nbformat", 4)
    if version != 4:
        notes.append(Note("format", str(version)[:20]))
    if sum(len(cell.source) for cell in cells) > MAX_SOURCE or len(cells) > MAX_CELLS:
        return refused(Note("too large", f"{len(cells)} cells"))
    about = data.get("metadata")
    course = about.get("course") if isinstance(about, dict) else None
    course = course if isinstance(course, dict) else {}
    return Admitted(
        notebook_of(cells),
        notes,
        person,
        chapter=str(course.get("chapter") or "")[:100],
        language=str(course.get("language") or "")[:10],
    )


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text, and the encoding's name where it is not UTF-8."""
    for mark, encoding, name in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), name
    start = content[:200]
    if start.count(0) > len(start) // 4:  # UTF-16 without its mark: every second byte is zero
        encoding = "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
        return content.decode(encoding, "replace"), "UTF-16"
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def _json(text: str) -> Any:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else {}


def _side(text: str, *, first: bool) -> str:
    """Return one side of every conflict in a text with merge marks."""
    lines, where = [], "both"
    for line in text.splitlines(keepends=True):
        mark = MERGE.match(line.rstrip("\r\n"))
        if mark:
            kind = mark[1][0]
            where = {"<": "first", "|": "base", "=": "second", ">": "both"}[kind]
        elif where == "both" or where == ("first" if first else "second"):
            lines.append(line)
    return "".join(lines)


def _rescued(text: str) -> Any:
    """Return what can be read of a notebook whose JSON is broken; None where that is nothing."""
    if (whole := _json(text)) is not None:
        return whole if _cells(whole) is not None else None
    start = re.search(r'"cells"\s*:\s*\[', text)
    if not start:
        return None
    decoder, at, cells = json.JSONDecoder(), start.end(), []
    while found := CELL_START.search(text, at):
        try:
            cell, at = decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            at = found.start() + 1
            continue
        if isinstance(cell, dict) and "cell_type" in cell:
            cells.append(cell)
        if len(cells) > MAX_CELLS:
            break
    return {"cells": cells, "nbformat": 4} if cells else None


def _code(data: Any) -> list[str]:
    return [cell.source for cell in _cells(data) or [] if cell.cell_type == "code"]


def _cells(data: Any) -> list[NotebookNode] | None:
    if not isinstance(data, dict):
        return None
    found = data.get("cells")
    if found is None and isinstance(data.get("worksheets"), list):  # formats 2 and 3
        sheets = [sheet.get("cells") for sheet in data["worksheets"] if isinstance(sheet, dict)]
        found = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(found, list):
        return None
    cells = [_cell(cell) for cell in found[: MAX_CELLS + 1] if isinstance(cell, dict)]
    if found and not any(cells):
        return None
    return [cell for cell in cells if cell is not None]


def _cell(raw: dict) -> NotebookNode | None:
    make = {
        "code": new_code_cell,
        "markdown": new_markdown_cell,
        "heading": new_markdown_cell,  # format 3
        "raw": new_raw_cell,
    }.get(str(raw.get("cell_type")))
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if make is None or not isinstance(source, str):
        return None
    # half a surrogate pair is JSON, and no text that could be written down
    source = source.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    about = raw.get("metadata")
    about = about if isinstance(about, dict) else {}
    cell = make(source=source)
    ids = (raw.get("id"), about.get("id"))  # Colab keeps it in the metadata
    cell.id = next((i for i in ids if isinstance(i, str) and CELL_ID.fullmatch(i)), "")
    tags = about.get("tags")
    if isinstance(tags, list):
        cell.metadata["tags"] = [tag for tag in tags if isinstance(tag, str)][:20]
    theirs = about.get("nbgrader")
    if isinstance(theirs, dict) and isinstance(theirs.get("grade_id"), str):
        cell.metadata["nbgrader"] = {"grade_id": theirs["grade_id"]}
    return cell


def names_defined(source: str, *, all_kinds: bool = False) -> list[str]:
    """Return the functions and classes that a cell defines; without any, the names it assigns.

    Args:
        source: of a code cell; it need not parse.
        all_kinds: the assigned names in any case.
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = re.findall(r"^(?:async\s+)?(?:def|class)\s+(\w+)", source, re.MULTILINE)
        assigned = re.findall(r"^(\w+)\s*=(?!=)", source, re.MULTILINE)
    else:
        found, assigned = names_in(body)
    return list(dict.fromkeys([*found, *assigned] if all_kinds else found or assigned))


def names_in(body: Sequence[ast.stmt]) -> tuple[list[str], list[str]]:
    """Return the functions and classes that statements define, and the names they assign."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [node.name for node in body if isinstance(node, kinds)]
    targets = [t for node in body if isinstance(node, ast.Assign) for t in node.targets]
    targets += [node.target for node in body if isinstance(node, ast.AnnAssign)]
    return found, [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
