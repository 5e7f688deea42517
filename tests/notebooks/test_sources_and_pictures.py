"""Do the sources survive JupyterLab, and are their pictures complete and described?"""

import json
import re
import shutil

import jupytext
import pytest

from autograder.prose import pictures
from autograder.sources import LANGUAGES, ROOT, find_sources

PICTURES = ROOT / "solutions" / "pictures"


def test_jupytext_gives_a_source_back_as_it_is(source):
    text = source.read_text(encoding="utf-8")
    assert jupytext.writes(jupytext.reads(text, fmt="py:percent"), fmt="py:percent") == text


def test_saving_a_source_in_jupyterlab_changes_nothing(source, tmp_path):
    """What JupyterLab adds to a notebook that it shows stays out of the file."""
    (tmp_path / "solutions").mkdir()
    copy = shutil.copy(source, tmp_path / "solutions")
    shutil.copy(ROOT / "solutions" / "jupytext.toml", tmp_path / "solutions")
    manager = jupytext.TextFileContentsManager()
    manager.root_dir = str(tmp_path)
    model = manager.get(f"solutions/{source.name}", type="notebook", content=True)
    notebook = json.loads(json.dumps(model["content"]))
    notebook["metadata"]["kernelspec"] = {"display_name": "Python 3", "name": "python3"}
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.11.2"}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}}
        if cell["cell_type"] == "code":
            cell["execution_count"] = 3
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "out"}]
    manager.save(
        {"type": "notebook", "format": "json", "content": notebook}, f"solutions/{source.name}"
    )
    with open(copy, encoding="utf-8") as saved:
        assert saved.read() == source.read_text(encoding="utf-8")


def test_every_picture_is_there_in_each_language_and_no_other(chapter, language):
    named = {cell.metadata["picture"] for cell in chapter.cells if "picture" in cell.metadata}
    files = {path.stem for path in (PICTURES / chapter.name / language).glob("*")}
    assert files == named, "run make pictures and commit"


def test_there_are_no_pictures_of_other_chapters():
    folders = {path.relative_to(PICTURES).as_posix() for path in PICTURES.glob("*/*")}
    chapters = {f"{path.stem}/{language}" for path in find_sources() for language in LANGUAGES}
    assert folders <= chapters


def test_every_picture_says_what_one_sees(edition):
    shown = 0
    for cell in edition.cells:
        if cell.cell_type != "markdown":
            continue
        alts = re.findall(r"!\[([^\]]*)\]\(attachment:", cell.source)
        assert len(alts) == cell.source.count("(attachment:")
        assert len(set(re.findall(r"attachment:([\w.-]+)", cell.source))) == len(
            cell.get("attachments", {})
        )
        for alt in alts:
            shown += 1
            assert len(alt.split()) >= 3, f"{cell.id}: {alt!r} says too little"
    assert shown


@pytest.mark.parametrize("name", ["a", "b-c"])
def test_pictures_are_found_in_prose(name):
    assert pictures(f"Text ![What one sees](picture:{name}) and `code`.") == [
        ("What one sees", name)
    ]
