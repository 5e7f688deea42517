"""The chapters in a real JupyterLab, as a student meets them, in both languages."""

import ast
import time

import nbformat
import pytest
from editions import answers, edition
from full_runs import CHAPTERS, IN_JUPYTERLAB, compare_pictures
from pace import Pace

from autograder.sources import ROOT, read_chapter

pytestmark = pytest.mark.browser

FAILED = "✗"
LIMIT = 240  # seconds for a chapter, on the machine that Pace compares this one with


def put(jupyterlab, nb, name: str) -> None:
    nbformat.write(nb, jupyterlab.root / name)


@pytest.mark.parametrize(("chapter", "language"), IN_JUPYTERLAB.items())
def test_a_solved_chapter_runs_to_the_end(page, jupyterlab, screenshot, chapter, language):
    nb = edition(chapter, language, answers(chapter))
    put(jupyterlab, nb, f"solved_{chapter}.ipynb")
    jupyterlab.open_notebook(page, f"solved_{chapter}.ipynb")
    started = time.monotonic()
    with Pace() as pace:
        jupyterlab.run_all(page, timeout=LIMIT)
    assert pace.there(time.monotonic() - started) < LIMIT
    assert jupyterlab.cell_errors(page) == []
    assert page.errors == []
    pictures = page.locator(".jp-OutputArea-output img, .rl-player")
    assert pictures.count() >= 3
    for index in range(pictures.count()):
        pictures.nth(index).scroll_into_view_if_needed()
        screenshot(pictures.nth(index), f"{chapter}_{language}_{index}")
    source = read_chapter(ROOT / "solutions" / f"{chapter}.py")
    compare_pictures(source, language, jupyterlab.notebook(page).cells)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_untouched_chapter_stops_at_the_first_exercise(page, jupyterlab, screenshot, language):
    put(jupyterlab, edition(CHAPTERS[0], language), f"untouched_{language}.ipynb")
    jupyterlab.open_notebook(page, f"untouched_{language}.ipynb")
    jupyterlab.run_all(page)
    (error,) = jupyterlab.cell_errors(page)
    assert error.startswith("NotImplementedError: ")
    assert ("Exercise 1.1" if language == "en" else "Exercice 1.1") in error
    assert error.partition(": ")[2] in jupyterlab.show_error(page).inner_text()
    screenshot(page, f"untouched_{language}")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_wrong_answer_is_told_what_is_wrong(page, jupyterlab, screenshot, language):
    chapter = CHAPTERS[0]
    right = answers(chapter)
    first = next(iter(right))
    tree = ast.parse(right[first])
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef))
    arguments = ast.unparse(function.args)
    empty = f"def {function.name}({arguments}):\n    pass\n"
    nb = edition(chapter, language, {first: empty})
    put(jupyterlab, nb, f"wrong_{language}.ipynb")
    jupyterlab.open_notebook(page, f"wrong_{language}.ipynb")
    jupyterlab.run_all(page)
    text = jupyterlab.show_error(page).inner_text()
    assert FAILED in text
    assert "`return`" in text
    assert "Traceback" not in text
    assert ("your answer" if language == "en" else "votre réponse") in text
    screenshot(page, f"wrong_{language}")
