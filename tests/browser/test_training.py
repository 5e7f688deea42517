"""A long training in a real JupyterLab: watched, stopped with the button, taken up again."""

import re

import nbformat
import pytest
from editions import answers, edition

pytestmark = pytest.mark.browser

CHAPTER = "5_dqn_breakout"
NEEDED = ("breakout-settings", "budget-card", "breakout-run")  # of what the grader leaves out
INTERRUPT = '[data-command="notebook:interrupt-kernel"]'
STOPPED = r"Arrêté après ([\d ,]+) pas. Rien n'est perdu"


@pytest.fixture(scope="module")
def jupyterlab(start_jupyterlab, tmp_path_factory):
    """One on the budget that students have: the training takes minutes unless it is stopped."""
    return start_jupyterlab(tmp_path_factory.mktemp("training"), env={"COURSE_BUDGET": "full"})


def go_to(page, index):
    """Make a cell the active one, on the page too; return the locator of its outputs."""
    page.evaluate(
        """async (index) => {
            const notebook = jupyterapp.shell.currentWidget.content;
            notebook.activeCellIndex = index;
            await notebook.scrollToItem(index, "center");
        }""",
        index,
    )
    return page.locator(".jp-NotebookPanel .jp-Cell.jp-mod-active .jp-Cell-outputArea")


def stop_the_training(page, screenshot, outputs, name):
    """Wait for bar and curve, press the button; return the steps at which it says it stopped."""
    outputs.get_by_text(re.compile(r"score\s.*epsilon\s\d")).wait_for(timeout=120_000)
    outputs.locator("img").first.wait_for(timeout=60_000)
    screenshot(page, f"training_{name}_runs")
    page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) {INTERRUPT}").click()
    words = outputs.get_by_text(re.compile(STOPPED))
    words.wait_for(timeout=60_000)
    screenshot(page, f"training_{name}_stopped")
    return int(re.sub(r"\D", "", re.search(STOPPED, words.inner_text())[1]))


def test_a_training_is_seen_stopped_with_the_button_and_taken_up_again(
    page, jupyterlab, screenshot
):
    nb = edition(CHAPTER, "fr", answers(CHAPTER))
    nb.cells = [
        cell
        for cell in nb.cells
        if cell.cell_type == "code"
        and not cell.metadata.get("nbgrader", {}).get("grade")
        and ("skip-when-grading" not in cell.metadata.get("tags", []) or cell.id in NEEDED)
        and cell.id != "what-went-wrong"
    ]
    nbformat.write(nb, jupyterlab.root / "training.ipynb")
    jupyterlab.open_notebook(page, "training.ipynb")
    jupyterlab.menu(page, "Run", "runmenu:run-all")
    outputs = go_to(page, len(nb.cells) - 1)
    first = stop_the_training(page, screenshot, outputs, "first")
    assert 0 < first < 200_000
    page.wait_for_function(
        "jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    # not waited for: the command ends with the training
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-cell'); }")
    second = stop_the_training(page, screenshot, outputs, "second")
    assert first < second < 200_000
    assert jupyterlab.cell_errors(page) == []
    assert page.errors == []
