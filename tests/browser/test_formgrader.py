"""The instructor's way: Formgrader's button in a real JupyterLab grades by evidence."""

import nbformat
import pytest

from autograder.demo import fill, reference_answers
from autograder.release import release
from autograder.sources import ROOT, find_sources

pytestmark = pytest.mark.browser

CHAPTER = find_sources()[0].stem
CONFIG = f"""
c = get_config()
load_subconfig("nbgrader_config.py", path={str(ROOT / "autograder")!r})
c.CourseDirectory.root = {{root!r}}
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with one submission, and a configuration that loads the project's."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(CONFIG.format(root=str(root / "grading")))
    release([CHAPTER], grading=root / "grading", notebooks=root / "notebooks")
    nb = nbformat.read(root / "notebooks" / "fr" / f"{CHAPTER}.ipynb", as_version=4)
    source = root / "grading" / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    right = reference_answers(nbformat.read(source, as_version=4))
    first = next(iter(right))
    fill(nb, {first: right[first]})
    target = root / "grading" / "submitted" / "zoe" / CHAPTER / f"{CHAPTER}.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(nb, target)
    return root


def test_the_button_grades_and_the_page_shows_the_report(
    page, start_jupyterlab, course, screenshot
):
    lab = start_jupyterlab(course)
    lab.open(page)
    page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Formgrader", exact=True).click()
    frame = page.frame_locator("iframe").first
    frame.locator("td.num-submissions a").first.click(timeout=30_000)
    frame.locator("td.autograde a").first.click(timeout=30_000)
    frame.get_by_text("Successfully autograded").wait_for(timeout=120_000)
    screenshot(page, "formgrader_autograded")

    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(CHAPTER, "zoe")
        full = gradebook.find_assignment(CHAPTER).max_score
        grades = [grade for nb in submission.notebooks for grade in nb.grades]
        assert all(grade.auto_score is not None for grade in grades)
        assert 0 < submission.score < full
        assert sum(grade.auto_score == grade.max_score for grade in grades) == 1
