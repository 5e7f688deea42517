"""Every chapter is run to its end in both languages: in JupyterLab in one, without in the other."""

import io
from collections.abc import Iterable

import numpy as np
from nbformat import NotebookNode
from PIL import Image

from autograder.pictures import picture_of
from autograder.sources import ROOT, Chapter, find_sources

CHAPTERS = [path.stem for path in find_sources()]
IN_JUPYTERLAB = {name: "fr" if i % 2 else "en" for i, name in enumerate(CHAPTERS)}
WITHOUT = {name: "en" if i % 2 else "fr" for i, name in enumerate(CHAPTERS)}


def compare_pictures(chapter: Chapter, language: str, nodes: Iterable[NotebookNode]) -> None:
    """Fail unless the executed cells show what the committed pictures of the chapter show."""
    by_id = {node.id: node for node in nodes}
    for cell, source in zip(chapter.cells, chapter.notebook.cells, strict=True):
        if "picture" not in cell.metadata:
            continue
        name = f"{chapter.name}/{language}/{cell.metadata['picture']}.png"
        advice = f"{name} shows something else than the reference: run make pictures and commit"
        now = pixels(picture_of(cell, by_id[source.id]))
        kept = pixels((ROOT / "solutions" / "pictures" / name).read_bytes())
        assert now.shape == kept.shape, advice
        # not bit for bit: other versions of fonts and libraries move a few pixels
        assert (np.abs(now - kept).max(axis=2) > 40).mean() < 0.02, advice


def pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=int)
