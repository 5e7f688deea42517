"""Who may import whom, read from the imports; and what an import costs."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COURSE_UTILS = sorted((ROOT / "course_utils").glob("*.py"))
CHAPTERS = sorted((ROOT / "solutions").glob("[0-9]_*.py"))
TABULAR = [chapter for chapter in CHAPTERS if chapter.name[0] in "1234"]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
DISPLAY = {"matplotlib", "IPython", "ipywidgets", "PIL"}
LOGIC = ("agents", "episodes", "lakes", "exact", "replay", "schedules")
# what course_utils itself calls display
DISPLAY_MODULES = {"plotting", "figures", "video", "widgets", "lake_plots", "curve_plots"}


def imports(tree: ast.AST, *, at_once: bool = False) -> set[str]:
    """Return the modules imported, dotted; `at_once`: only by what runs when it is imported."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{a.name}" for a in node.names}
        elif not (at_once and is_for_later(node)):
            found |= imports(node, at_once=at_once)
    return found


def is_for_later(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.dump(node.test)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def packages(modules: set[str]) -> set[str]:
    return {module.split(".")[0] for module in modules}


def python_of(text: str) -> ast.AST:
    """Parse a chapter or a cell, without the lines that only a notebook understands."""
    lines = ["pass" if line.startswith(("%", "!")) else line for line in text.splitlines()]
    return ast.parse("\n".join(lines))


def without_hidden_tests(text: str) -> str:
    shown, hidden = [], False
    for line in text.splitlines():
        hidden = hidden or line.strip() == "### BEGIN HIDDEN TESTS"
        if not hidden:
            shown.append(line)
        hidden = hidden and line.strip() != "### END HIDDEN TESTS"
    return "\n".join(shown)


def test_the_reader_of_imports_sees_what_it_should():
    text = (
        "import os\nif TYPE_CHECKING:\n    import a\ndef f():\n    import matplotlib.pyplot\n"
        "class C:\n    from torch import nn\n"
    )
    assert packages(imports(ast.parse(text))) == {"os", "a", "matplotlib", "torch"}
    assert packages(imports(ast.parse(text), at_once=True)) == {"os", "torch"}
    hidden = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc"
    assert without_hidden_tests(hidden) == "a\nc"


@pytest.mark.parametrize("path", COURSE_UTILS, ids=lambda path: path.stem)
def test_course_utils_imports_neither_the_autograder_nor_nbgrader(path):
    assert packages(imports(ast.parse(path.read_text()))).isdisjoint({"autograder", "nbgrader"})


@pytest.mark.parametrize(
    "path", [path for path in COURSE_UTILS if path.stem in LOGIC], ids=lambda path: path.stem
)
def test_the_logic_imports_no_display_and_no_torch(path):
    modules = imports(ast.parse(path.read_text()), at_once=True)
    assert packages(modules).isdisjoint(DISPLAY | {"torch"})
    assert modules.isdisjoint(f"course_utils.{name}" for name in DISPLAY_MODULES)


def test_the_chapters_are_there():
    assert [chapter.name[0] for chapter in TABULAR] == ["1", "2", "3", "4"]
    assert NOTEBOOKS


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_imports_the_autograder_in_hidden_tests_only(path):
    text = path.read_text()
    used = packages(imports(python_of(without_hidden_tests(text))))
    assert "course_utils" in used
    assert used.isdisjoint({"autograder", "nbgrader"})
    assert "autograder" in packages(imports(python_of(text)))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_students_open_imports_no_autograder(path):
    cells = json.loads(path.read_text())["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    used = set().union(*(packages(imports(python_of(cell))) for cell in code))
    assert "course_utils" in used
    assert used.isdisjoint({"autograder", "nbgrader"})


@pytest.mark.parametrize("path", TABULAR, ids=lambda path: path.stem)
def test_a_tabular_chapter_starts_without_torch_and_matplotlib(path):
    setup = path.read_text().split('# %% slug="setup"')[1].split("# %%")[0].split("\n", 1)[1]
    code = f"{setup}\nimport sys; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "course_utils" in loaded
    assert loaded.isdisjoint({"torch", "matplotlib"})
