"""Runs the references and keeps the pictures that their cells show.

`solutions/pictures/<chapter>/<language>/<name>.png` is what a cell with picture="<name>" showed
when its chapter's reference ran in that language. The files are committed: releasing runs nothing.
"""

import base64
import io
import os
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from nbformat import NotebookNode
from PIL import Image, ImageSequence

from autograder.sources import LANGUAGES, ROOT, Cell, Chapter, find_sources, read_chapter
from course_utils.apng import encode

SHOWN = re.compile(r"""<img\b[^>]*?\bsrc=["']data:image/a?png;base64,([^"']+)["'][^>]*>""")
WIDTH = re.compile(r"""\bwidth=["']?(\d+)""")
GAP = 16  # pixels between pictures that a cell shows next to each other


@dataclass(frozen=True)
class Run:
    """One reference, run from top to bottom in one language."""

    chapter: str
    language: str
    seconds: float
    notebook: NotebookNode  # with its outputs
    written: tuple[Path, ...] = ()  # the pictures that changed


def run_reference(chapter: Chapter, language: str, *, timeout: int = 600) -> Run:
    """Run the chapter's source as it stands, with messages and plots in `language`.

    No cell may take more than `timeout` seconds.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = chapter.notebook
    environment = dict(os.environ, COURSE_LANGUAGE=language, COURSE_PROGRESS="0")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:  # what a chapter writes stays out of the project
        client = NotebookClient(notebook, timeout=timeout, resources={"metadata": {"path": folder}})
        begun: list[int] = []  # a kernel that dies may not get to say which cell it began
        client.on_cell_execute = lambda cell, cell_index: begun.append(cell_index)
        try:
            client.execute(env=environment)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            cell, node = chapter.cells[begun[-1]], notebook.cells[begun[-1]]
            if isinstance(error, CellTimeoutError):
                reason = f"this cell takes more than {timeout} s"
            elif isinstance(error, DeadKernelError):
                reason = "this cell ends the kernel"
            else:
                output = next(one for one in node.outputs if one.output_type == "error")
                reason = f"the reference stops here: {output.ename}: {output.evalue}"
            raise cell.error(f"{reason} (run in {language!r})") from None
    return Run(chapter.name, language, time.perf_counter() - started, notebook)


def make_pictures(names: Sequence[str] = (), *, root: Path = ROOT) -> list[Run]:
    """Run the references in each language, write the pictures that changed, drop the others."""
    runs = []
    for chapter in [read_chapter(path) for path in find_sources(names, root=root)]:
        for language in LANGUAGES:
            run = run_reference(chapter, language)
            folder = root / "solutions" / "pictures" / chapter.name / language
            written = []
            wanted = set()
            for cell, node in zip(chapter.cells, run.notebook.cells, strict=True):
                if "picture" not in cell.metadata:
                    continue
                path = folder / f"{cell.metadata['picture']}.png"
                wanted.add(path)
                if _write(path, picture_of(cell, node)):
                    written.append(path)
            for path in set(folder.glob("*.png")) - wanted:
                path.unlink()
            runs.append(Run(run.chapter, language, run.seconds, run.notebook, tuple(written)))
    return runs


def picture_of(cell: Cell, node: NotebookNode) -> bytes:
    """Return what an executed cell shows, as a PNG as large as the notebook shows it.

    An animation stays one. Several pictures next to each other become one.
    """
    found: list[bytes] = []
    for output in node.outputs:
        data = output.get("data", {})
        if "text/html" in data and (tags := list(SHOWN.finditer(data["text/html"]))):
            for tag in tags:
                width = WIDTH.search(tag[0])
                image = base64.b64decode(tag[1])
                found.append(_resized(image, int(width[1])) if width else image)
        elif "image/png" in data:
            found.append(base64.b64decode(data["image/png"]))
    if not found:
        raise cell.error(
            f'it has picture="{cell.metadata["picture"]}" but shows none: end it with a plot or a '
            "video, or remove the picture"
        )
    return found[0] if len(found) == 1 else _side_by_side(cell, found)


def same_pixels(one: bytes, other: bytes) -> bool:
    """Return whether two pictures show the same, every frame of them."""
    first, second = _frames(one), _frames(other)
    return len(first) == len(second) and all(map(np.array_equal, first, second))


def _frames(data: bytes) -> list[np.ndarray]:
    image = Image.open(io.BytesIO(data))
    return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]


def _resized(data: bytes, width: int) -> bytes:
    """Return the picture `width` pixels wide: an attachment is shown in its own size."""
    image = Image.open(io.BytesIO(data))
    if image.width == width:
        return data
    if getattr(image, "n_frames", 1) > 1 or width > image.width:
        factor = max(1, round(width / image.width))  # whole pixels stay sharp
        fps = 1000 / float(image.info.get("duration") or 250)
        frames = [frame.repeat(factor, axis=0).repeat(factor, axis=1) for frame in _frames(data)]
        return encode(frames, fps=min(60.0, max(0.1, fps)))
    height = round(image.height * width / image.width)
    return _png(image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS))


def _side_by_side(cell: Cell, pictures: Sequence[bytes]) -> bytes:
    if any(len(_frames(picture)) > 1 for picture in pictures):
        raise cell.error(
            f'picture="{cell.metadata["picture"]}": {len(pictures)} pictures, one of them an '
            "animation: show the animation in a cell of its own"
        )
    images = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    width = sum(image.width for image in images) + GAP * (len(images) - 1)
    joined = Image.new("RGB", (width, max(image.height for image in images)), "white")
    left = 0
    for image in images:
        joined.paste(image, (left, 0))
        left += image.width + GAP
    return _png(joined)


def _png(image: Image.Image) -> bytes:
    few = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, format="png", optimize=True)
    return buffer.getvalue()


def _write(path: Path, picture: bytes) -> bool:
    """Write the picture unless the file shows the same; return whether it did."""
    if path.exists() and same_pixels(path.read_bytes(), picture):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    return True
