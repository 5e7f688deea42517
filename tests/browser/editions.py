"""The released notebooks, and answers to put into them."""

import nbformat

from autograder.demo import fill, reference_answers
from autograder.sources import ROOT, read_chapter


def edition(chapter: str, language: str, given: dict[str, str] | None = None):
    """Return a chapter as students get it, the answers in `given` filled in, by grade_id."""
    nb = nbformat.read(ROOT / "notebooks" / language / f"{chapter}.ipynb", as_version=4)
    fill(nb, given or {})
    return nb


def answers(chapter: str) -> dict[str, str]:
    """Return the reference's answers by grade_id."""
    return reference_answers(read_chapter(ROOT / "solutions" / f"{chapter}.py").notebook)
