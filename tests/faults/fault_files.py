"""What a file handed in may look like, and in which state the student must end.

Each entry gets the folder of a submission and a right notebook (plain JSON), and leaves there
what the student hands in. To add one, write a function and name the state and the points (of 6).
"""

import copy
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHAPTER = "1_small"
GRADED, SALVAGED, PERSON = "GRADED", "GRADED_SALVAGED", "NEEDS_PERSON"
FILES: dict[str, tuple[Callable[[Path, dict], Any], str, float]] = {}


def fault(state: str, points: float) -> Callable:
    """Add the function to the corpus under its own name."""

    def add(function: Callable) -> Callable:
        FILES[function.__name__.replace("_", "-")] = (function, state, points)
        return function

    return add


def put(folder: Path, nb: Any, name: str = f"{CHAPTER}.ipynb") -> Path:
    """Write a notebook, or text, or bytes, as the student's file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(nb, bytes):
        path.write_bytes(nb)
    else:
        path.write_text(nb if isinstance(nb, str) else json.dumps(nb, indent=1), encoding="utf-8")
    return path


def text(nb: dict) -> str:
    """Return the notebook as JupyterLab writes it."""
    return json.dumps(nb, indent=1, sort_keys=True, ensure_ascii=False)


def named(nb: dict, grade_id: str) -> dict:
    """Return the cell of that id."""
    return next(cell for cell in nb["cells"] if cell.get("id") == grade_id)


def bare(nb: dict) -> dict:
    """Take away what other editors take away: ids and metadata."""
    for cell in nb["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    nb["metadata"] = {}
    nb["nbformat_minor"] = 2
    return nb


# nothing in it


@fault(PERSON, 0)
def empty_file(folder, nb):
    put(folder, b"")


@fault(PERSON, 0)
def blanks(folder, nb):
    put(folder, " \n\n")


@fault(PERSON, 0)
def not_json(folder, nb):
    put(folder, "I did it on paper")


@fault(PERSON, 0)
def binary(folder, nb):
    put(folder, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)


@fault(PERSON, 0)
def a_list(folder, nb):
    put(folder, "[1, 2]")


@fault(PERSON, 0)
def no_structure(folder, nb):
    put(folder, '{"cells": [{"cell_type": "code", "metadata": 3}, 5], "nbformat": 4}')


@fault(PERSON, 0)
def nested_too_deep(folder, nb):
    put(folder, '{"cells": ' + "[" * 200_000)


@fault(PERSON, 0)
def no_cells(folder, nb):
    put(folder, {**nb, "cells": []})


@fault(PERSON, 0)
def another_chapter(folder, nb):
    nb["metadata"]["course"]["chapter"] = "2_planning"
    nb["cells"] = [{"cell_type": "code", "id": "a", "metadata": {}, "source": "x = 1",
                    "outputs": [], "execution_count": None}]  # fmt: skip
    put(folder, nb)


@fault(PERSON, 0)
def a_folder(folder, nb):
    (folder / f"{CHAPTER}.ipynb").mkdir(parents=True)


@fault(PERSON, 0)
def a_pipe(folder, nb):
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{CHAPTER}.ipynb")


@fault(PERSON, 0)
def too_large(folder, nb):
    with put(folder, text(nb)).open("ab") as file:
        file.truncate(10**9)  # takes no room on the disk


@fault(PERSON, 0)
def only_a_picture(folder, nb):
    put(folder, b"%PDF-1.4", "answers.pdf")


@fault(PERSON, 0)
def an_empty_folder(folder, nb):
    folder.mkdir(parents=True)


@fault(PERSON, 0)
def a_file_for_a_folder(folder, nb):
    folder.parent.mkdir(parents=True)
    folder.write_text(text(nb))


# links: never followed


@fault(PERSON, 0)
def link_to_a_notebook(folder, nb):
    other = put(folder.parent.parent.parent / "elsewhere", nb)
    folder.mkdir(parents=True)
    (folder / f"{CHAPTER}.ipynb").symlink_to(other)


@fault(PERSON, 0)
def link_for_a_folder(folder, nb):
    other = put(folder.parent.parent.parent / "elsewhere", nb).parent
    folder.parent.mkdir(parents=True)
    folder.symlink_to(other)


@fault(PERSON, 0)
def link_for_a_student(folder, nb):
    put(folder.parent.parent.parent / "elsewhere" / CHAPTER, nb)
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    folder.parent.symlink_to(folder.parent.parent.parent / "elsewhere")


@fault(GRADED, 6)
def link_beside_it(folder, nb):
    put(folder, nb)
    (folder / "data.csv").symlink_to("../../../gradebook.db")
    (folder / "all").symlink_to("/")


@fault(PERSON, 0)
def link_in_a_circle(folder, nb):
    folder.mkdir(parents=True)
    (folder / f"{CHAPTER}.ipynb").symlink_to(f"{CHAPTER}.ipynb")


# how it is written


@fault(GRADED, 6)
def byte_order_mark(folder, nb):
    put(folder, text(nb).encode("utf-8-sig"))


@fault(SALVAGED, 6)
def utf_16(folder, nb):
    put(folder, text(nb).encode("utf-16"))


@fault(SALVAGED, 6)
def utf_16_without_mark(folder, nb):
    put(folder, text(nb).encode("utf-16-le"))


@fault(SALVAGED, 6)
def utf_32(folder, nb):
    put(folder, text(nb).encode("utf-32"))


@fault(SALVAGED, 6)
def windows_1252(folder, nb):
    put(folder, text(nb).replace("●", "").replace("○", "").replace("·", "é").encode("cp1252"))


@fault(GRADED, 6)
def windows_line_ends(folder, nb):
    for cell in nb["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    put(folder, text(nb))


@fault(SALVAGED, 6)
def cut_off_at_the_end(folder, nb):
    put(folder, text(nb)[:-60])


@fault(PERSON, 2)
def cut_off_in_the_middle(folder, nb):
    whole = json.dumps(nb)
    put(folder, whole[: whole.index('"id": "policy"')])


@fault(SALVAGED, 6)
def a_hole_in_it(folder, nb):
    whole = json.dumps(nb)
    at = whole.index('"id": "ex-policy"')
    put(folder, whole[:at] + "\x00\x01" + whole[at + 8 :])


def conflict(one: str, other: str) -> str:
    """Return what git writes where both sides changed a line."""
    return f"<<<<<<< HEAD\n{one}\n=======\n{other}\n>>>>>>> theirs\n"


@fault(SALVAGED, 6)
def merge_marks(folder, nb):
    whole = text(nb)
    line = next(one for one in whole.splitlines() if '"nbformat_minor"' in one)
    put(folder, whole.replace(line + "\n", conflict(line, line.replace("5", "4"))))


@fault(PERSON, 6)
def merge_marks_around_answers(folder, nb):
    whole = text(nb)
    line = next(one for one in whole.splitlines() if "'b'" in one or r"\"b\"" in one)
    put(folder, whole.replace(line + "\n", conflict(line, line.replace("b", "c"))))


@fault(SALVAGED, 6)
def format_3(folder, nb):
    cells = []
    for cell in nb["cells"]:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        old["input" if cell["cell_type"] == "code" else "source"] = cell["source"]
        cells.append(old | ({"outputs": [], "language": "python"} if "input" in old else {}))
    put(folder, {"nbformat": 3, "nbformat_minor": 0, "metadata": nb["metadata"],
                 "worksheets": [{"cells": cells, "metadata": {}}]})  # fmt: skip


@fault(SALVAGED, 6)
def format_of_the_future(folder, nb):
    put(folder, {**nb, "nbformat": 9})


@fault(SALVAGED, 6)
def a_script(folder, nb):
    code = ["".join(c["source"]) for c in nb["cells"] if c["cell_type"] == "code"]
    code = [cell for cell in code if "RuntimeError" not in cell]
    put(folder, "\n\n# In[ ]:\n\n".join(code), f"{CHAPTER}.py")


# what it is called, and what lies beside it


@fault(SALVAGED, 6)
def renamed_by_the_browser(folder, nb):
    put(folder, nb, f"{CHAPTER} (1).ipynb")


@fault(SALVAGED, 6)
def renamed_by_the_student(folder, nb):
    put(folder, nb, "Ma copie – Élise <b>.ipynb")


@fault(GRADED, 6)
def in_a_folder_of_its_own(folder, nb):
    put(folder / "notebooks", nb)


@fault(SALVAGED, 6)
def json_for_ending(folder, nb):
    put(folder, nb, f"{CHAPTER}.ipynb.json")


@fault(GRADED, 6)
def an_extra_notebook(folder, nb):
    put(folder, nb)
    put(folder, {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, "Untitled.ipynb")


@fault(SALVAGED, 6)
def the_answers_in_the_copy(folder, nb):
    put(folder, nb, f"{CHAPTER}-Copy1.ipynb")
    for grade_id in ("expected-reward", "policy", "quiz"):
        nb["cells"].remove(named(nb, grade_id))
    put(folder, nb)


@fault(GRADED, 6)
def a_bad_time_stamp(folder, nb):
    put(folder, nb)
    put(folder, b"\xff yesterday", "timestamp.txt")


@fault(GRADED, 6)
def a_checkpoint_beside_it(folder, nb):
    put(folder, nb)
    put(folder / ".ipynb_checkpoints", "{", f"{CHAPTER}-checkpoint.ipynb")


# what became of the cells


@fault(SALVAGED, 6)
def stripped(folder, nb):
    put(folder, bare(nb))


@fault(SALVAGED, 6)
def reversed_and_stripped(folder, nb):
    bare(nb)["cells"].reverse()
    put(folder, nb)


@fault(SALVAGED, 6)
def reordered(folder, nb):
    nb["cells"] = nb["cells"][7:] + nb["cells"][:7]
    put(folder, nb)


@fault(SALVAGED, 6)
def from_colab(folder, nb):
    for cell in bare(nb)["cells"]:
        cell["metadata"] = {"id": "x7Gk" + str(len(cell["source"])), "colab": {"base_uri": "x"}}
    nb["nbformat_minor"] = 0
    put(folder, nb)


@fault(SALVAGED, 6)
def cells_twice(folder, nb):
    nb["cells"] += copy.deepcopy(nb["cells"])
    put(folder, nb)


@fault(SALVAGED, 6)
def stubs_after_answers(folder, nb):
    stub = copy.deepcopy(named(nb, "expected-reward"))
    stub["source"] = nb.pop("stub")
    nb["cells"].insert(nb["cells"].index(named(nb, "expected-reward")) + 1, stub)
    put(folder, nb)


@fault(SALVAGED, 6)
def checks_deleted(folder, nb):
    nb["cells"] = [cell for cell in nb["cells"] if not str(cell.get("id")).endswith("-test")]
    put(folder, nb)


@fault(SALVAGED, 6)
def set_up_deleted(folder, nb):
    nb["cells"].remove(named(nb, "setup"))
    put(folder, nb)


@fault(PERSON, 4)
def an_answer_deleted(folder, nb):
    nb["cells"].remove(named(nb, "expected-reward"))
    put(folder, nb)


@fault(SALVAGED, 6)
def all_in_one_cell(folder, nb):
    answers = [named(nb, name) for name in ("expected-reward", "policy", "quiz")]
    setup = named(nb, "setup")
    setup["source"] = "\n\n".join("".join(cell["source"]) for cell in (setup, *answers))
    nb["cells"] = [setup]
    put(folder, nb)


@fault(SALVAGED, 6)
def answers_at_the_end(folder, nb):
    answer = named(nb, "expected-reward")
    nb["cells"].append({**copy.deepcopy(answer), "id": "mine", "metadata": {}})
    answer["source"] = nb.pop("stub")
    put(folder, nb)


@fault(GRADED, 6)
def points_and_kernel_edited(folder, nb):
    for cell in nb["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(points=99, schema_version=1, locked=False)
    nb["metadata"]["kernelspec"] = {"name": "julia-1.9", "display_name": "J", "language": "julia"}
    put(folder, nb)


@fault(GRADED, 6)
def schema_of_the_future(folder, nb):
    for cell in nb["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99
    put(folder, nb)


@fault(GRADED, 6)
def metadata_of_any_kind(folder, nb):
    for number, cell in enumerate(nb["cells"]):
        cell["metadata"]["tags"] = [3, {"a": 1}] if number % 2 else 5
        cell["attachments"] = {"a": 3}
    nb["metadata"]["course"] = ["fr"]
    put(folder, nb)


@fault(GRADED, 6)
def half_a_character(folder, nb):
    named(nb, "quiz")["source"] = "answer = 'b'  # \ud83d"
    put(folder, nb)


@fault(PERSON, 0)
def far_too_many_cells(folder, nb):
    nb["cells"] += [nb["cells"][-1]] * 10_000
    put(folder, nb)


@fault(GRADED, 6)
def outputs_of_any_kind(folder, nb):
    for cell in nb["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "no such"}, 7]
            cell["execution_count"] = "many"
    put(folder, nb)


def clean_up(root: Path) -> None:
    """Remove what a fault left beside the submissions."""
    shutil.rmtree(root / "elsewhere", ignore_errors=True)
