"""One language's edition out of a bilingual notebook, and the pictures that go into it."""

import base64
import tomllib
from pathlib import Path
from urllib.parse import quote

from nbformat import NotebookNode

from autograder.prose import PICTURE, PICTURE_SCHEME, french_spaces, pictures
from autograder.sources import Cell, Chapter
from autograder.translate import in_language

KEPT = ("exercise", "difficulty", "minutes", "tags", "nbgrader", "deletable", "editable")

FIND = 'import importlib.util\n\nif importlib.util.find_spec("course_utils") is None:'
INSTALL = {
    "en": FIND + '  # on Colab: install the course\n    %pip install -q "git+{repository}"',
    "fr": FIND + '  # sur Colab : installer le cours\n    %pip install -q "git+{repository}"',
}
NOT_INSTALLED = {
    "en": "The course is not installed here: run `make lab` in the course's folder and open this "
    "notebook in the page that it shows.",
    "fr": "Le cours n'est pas installé ici : lancez `make lab` dans le dossier du cours et ouvrez "
    "ce notebook dans la page qui s'affiche.",
}
CHOOSE_LANGUAGE = 'from course_utils.language import use_language\n\nuse_language("{language}")\n\n'


def bilingual_source(chapter: Chapter, *, folder: Path) -> NotebookNode:
    """Return what nbgrader starts from: both languages, the pictures of each as attachments.

    The pictures are in `folder/<chapter>/<language>/<name>.png`.
    """
    notebook = chapter.notebook
    for cell, node in zip(chapter.cells, notebook.cells, strict=True):
        if cell.is_prose:
            _attach(cell, node, folder / chapter.name / cell.metadata["lang"])
        else:
            node.outputs, node.execution_count = [], None
    return notebook


def edition(notebook: NotebookNode, language: str, *, repository: str = "") -> NotebookNode:
    """Return the edition in `language` of a bilingual notebook, without what only authors need.

    `repository` is the course's public address, "" if it has none.
    """
    cells: list[NotebookNode] = []
    course = dict(notebook.metadata.get("course", {}), language=language)
    for node in notebook.cells:
        metadata = node.metadata
        if metadata.get("lang", language) != language:
            continue
        cell = NotebookNode(node)
        cell.id = str(metadata.get("nbgrader", {}).get("grade_id") or metadata.get("slug"))
        if node.cell_type == "code":
            cell.source = in_language(node.source, language).rstrip()
            if "setup" in metadata.get("tags", []):
                cell.source = setup_lines(language, repository) + cell.source
        elif repository and not cells:
            cell.source = _with_badges(node.source, course, repository)
        if node.cell_type == "markdown" and language == "fr":
            cell.source = french_spaces(cell.source)
        cell.metadata = NotebookNode({key: metadata[key] for key in KEPT if key in metadata})
        cells.append(cell)
    metadata = NotebookNode(
        kernelspec=notebook.metadata.kernelspec,
        language_info=NotebookNode(name="python"),
        course=NotebookNode(course),
    )
    return NotebookNode(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def setup_lines(language: str, repository: str) -> str:
    """Return what stands before the imports: get the course if it is missing, set the language."""
    if repository:
        before = INSTALL[language].format(repository=repository)
    else:
        before = f"{FIND}\n    raise ModuleNotFoundError(\n"
        half = len(NOT_INSTALLED[language]) // 2
        cut = NOT_INSTALLED[language].index(" ", half) + 1
        for part in (NOT_INSTALLED[language][:cut], NOT_INSTALLED[language][cut:]):
            before += f'        "{part}"\n'
        before += "    )"
    return before + "\n\n" + CHOOSE_LANGUAGE.format(language=language)


def repository_address(root: Path) -> str:
    """Return `[tool.course] repository` of pyproject.toml, "" where there is none."""
    path = root / "pyproject.toml"
    if not path.exists():
        return ""
    course = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("course", {})
    return str(course.get("repository", "")).rstrip("/").removesuffix(".git")


def badges(chapter: str, language: str, repository: str) -> str:
    """Return the Markdown of the badges that open an edition on Colab (from GitHub) and Binder."""
    path = f"notebooks/{language}/{chapter}.ipynb"
    open_in = {"en": "Open in", "fr": "Ouvrir dans"}[language]
    found, name = [], repository.removeprefix("https://github.com/")
    if name != repository:
        found.append(
            f"[![{open_in} Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
            f"(https://colab.research.google.com/github/{name}/blob/main/{path})"
        )
        binder = f"gh/{name}/main"
    else:
        binder = f"git/{quote(repository, safe='')}/main"
    found.append(
        f"[![{open_in} Binder](https://mybinder.org/badge_logo.svg)]"
        f"(https://mybinder.org/v2/{binder}?urlpath={quote(f'lab/tree/{path}', safe='')})"
    )
    return " ".join(found)


def _with_badges(source: str, course: dict[str, str], repository: str) -> str:
    title, _, rest = source.partition("\n")
    line = badges(course["chapter"], course["language"], repository)
    return f"{title}\n\n{line}\n\n{rest.lstrip()}".rstrip()


def _attach(cell: Cell, node: NotebookNode, folder: Path) -> None:
    names = {name for _, name in pictures(cell.source)}
    if not names:
        return
    for name in sorted(names):
        path = folder / f"{name}.png"
        if not path.exists():
            raise cell.error(
                f"the picture {path.parent.name}/{path.name} has not been made: run make pictures"
            )
        encoded = base64.b64encode(path.read_bytes()).decode()
        node.setdefault("attachments", NotebookNode())[path.name] = NotebookNode(
            {"image/png": encoded}
        )
    node.source = PICTURE.sub(
        lambda match: (
            f"![{match[1]}](attachment:{match[2].removeprefix(PICTURE_SCHEME)}.png)"
            if match[2].startswith(PICTURE_SCHEME)
            else match[0]
        ),
        node.source,
    )
