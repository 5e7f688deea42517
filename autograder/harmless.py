"""Makes harmless what a student's kernel put out and what a student wrote in prose.

Feedback pages and the Formgrader show both, the latter in a page that is logged in to Jupyter.
So the autograded notebook keeps of an output its text and its pictures (PNG, JPEG, GIF), and of
HTML the pictures that are in it: the course's own plots and videos are such. What could run,
load or restyle a page is not there to begin with.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.submission import language_of, released_notebook

PICTURES = {  # what such a file begins with: nobody's HTML passes as a picture
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
}
SOURCES = ("text/markdown", "text/latex", "text/html")  # shown as typed
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# all but tab and newline; and what turns the direction of the text around it
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Harmless(NbGraderPreprocessor):
    """Runs right after `GradeByEvidence`, whose reports it leaves as they are."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        course = self.parent.parent.coursedir
        released = released_notebook(
            Path(course.root), resources["nbgrader"], language_of(nb), course.source_directory
        )
        prose = prose_of(released)
        for number, cell in enumerate(nb.cells):
            try:
                disarm(cell, prose)
            except Exception:  # a cell of a shape that nobody thought of
                self.log.exception("Cell %d is shown without its content", number)
                cell.outputs, cell.source = [], ""
            if not ID.fullmatch(str(cell.get("id", ""))):
                cell.id = f"harmless-{number}"
        return nb, resources


def prose_of(released: NotebookNode) -> dict[str, NotebookNode]:
    """Return the course's own prose cells by their text."""
    return {cell.source: cell for cell in released.cells if cell.cell_type == "markdown"}


def disarm(cell: NotebookNode, prose: dict[str, NotebookNode]) -> None:
    """Make one cell of an autograded notebook harmless."""
    graded = "verdict" in cell.metadata
    if not cell.metadata.get("nbgrader"):
        cell.metadata = NotebookNode()
    if cell.cell_type == "code":
        ours = cell.outputs[:1] if graded else []
        cell.outputs = [*ours, *harmless_outputs(cell.outputs[len(ours) :])]
        if type(cell.get("execution_count")) is not int:
            cell.execution_count = None
    elif cell.cell_type == "markdown" and cell.source in prose:
        cell.pop("attachments", None)
        if theirs := prose[cell.source].get("attachments"):
            cell.attachments = theirs
    else:
        cell.pop("attachments", None)
        cell.cell_type = "markdown"
        cell.source = as_plain_text(str(cell.source))


def as_plain_text(source: str) -> str:
    """Return Markdown that shows `source` as it was typed: no HTML, links or equations in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", source)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{readable(source)}\n{fence}" if source.strip() else ""


def readable(text: Any) -> str:
    """Return text as a terminal would leave it: no colours, overwritten lines or control codes."""
    if isinstance(text, (list, tuple)):
        text = "".join(str(part) for part in text)
    lines = strip_ansi(str(text)).replace("\r\n", "\n").split("\n")
    return CONTROL.sub("", "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines))


def harmless_outputs(outputs: Iterable[Any]) -> list[NotebookNode]:
    """Return outputs that show the same, as far as text and pictures can."""
    made: list[NotebookNode] = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            made.append(new_output("stream", name=name, text=readable(output.get("text", ""))))
        elif kind == "error":
            trace = "\n".join(readable(line) for line in output.get("traceback") or [])
            name, value = readable(output.get("ename", "")), readable(output.get("evalue", ""))
            made.append(
                new_output(
                    "error", ename=name, evalue=value, traceback=[trace or f"{name}: {value}"]
                )
            )
        elif kind in ("display_data", "execute_result"):
            made += _display(output)
    return made


def _display(output: Any) -> list[NotebookNode]:
    data = output.get("data") or {}
    text = readable(data.get("text/plain", ""))
    if text.startswith("<IPython.core.display."):  # an object's name: what it holds says more
        text = next((readable(data[k]) for k in SOURCES if data.get(k)), "") or text
    shown = [(kind, data[kind], text) for kind in PICTURES if is_picture(kind, data.get(kind))][:1]
    shown = shown or pictures_in(data.get("text/html", ""))
    if not shown:
        return [new_output("display_data", data={"text/plain": text})] if text else []
    return [
        new_output("display_data", data={kind: _flat(picture), "text/plain": alt or text})
        for kind, picture, alt in shown
    ]


def _flat(picture: Any) -> str:
    text = "".join(picture) if isinstance(picture, (list, tuple)) else picture
    return re.sub(r"\s", "", text)


def is_picture(kind: str, data: Any) -> bool:
    """Return whether `data` is base64 of a file of that kind."""
    try:
        content = base64.b64decode(_flat(data).encode("ascii"), validate=True)
    except (TypeError, ValueError, binascii.Error):
        return False
    return content.startswith(PICTURES[kind])


def pictures_in(page: Any) -> list[tuple[str, str, str]]:
    """Return (kind, base64, alt text) of the embedded pictures of some HTML."""
    if isinstance(page, (list, tuple)):
        page = "".join(str(part) for part in page)
    reader = _Images()
    try:
        reader.feed(str(page))
        reader.close()
    except Exception:  # not HTML: then there are no pictures in it
        return []
    return reader.found


class _Images(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kind, comma, data = (given.get("src") or "").partition(",")
        kind = kind.removeprefix("data:").removesuffix(";base64")
        if tag == "img" and comma and kind in PICTURES and is_picture(kind, data):
            self.found.append((kind, _flat(data), readable(given.get("alt") or "")))
