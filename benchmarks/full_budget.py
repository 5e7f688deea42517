"""The Atari chapters from top to bottom on the full budget: minutes, and what they print.

    make full_budget              runs both chapters in English: about half an hour

Every cell runs as in a student's notebook (COURSE_BUDGET=full), answers filled in. The executed
notebooks are kept in build/full_budget/. `ratio` is the goal of 30 minutes of computing over what
the slower chapter took.
"""

import os
import sys
from pathlib import Path

import nbformat
from harness import print_table, save

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from autograder.pictures import run_reference  # noqa: E402
from autograder.sources import find_sources, read_chapter  # noqa: E402

GOAL, LONGEST_CELL = 30, 3600  # minutes; seconds


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the lines that the cells of the long trainings print."""
    return [
        line
        for cell in notebook.cells
        if "skip-when-grading" in cell.metadata.get("tags", ())
        for output in cell.get("outputs", ())
        if output.output_type == "stream" and output.name == "stdout"
        for line in output.text.splitlines()
    ]


def main() -> None:
    os.environ["COURSE_BUDGET"] = "full"
    kept = ROOT / "build" / "full_budget"
    kept.mkdir(parents=True, exist_ok=True)
    rows = []
    for source in find_sources(["5", "6"]):
        run = run_reference(read_chapter(source), "en", timeout=LONGEST_CELL)
        nbformat.write(run.notebook, kept / f"{run.chapter}.ipynb")
        lines = printed(run.notebook)
        rows.append({"chapter": run.chapter, "minutes": run.seconds / 60, "printed": lines})
        print(f"== {run.chapter}: {run.seconds / 60:.1f} minutes", *lines, sep="\n", flush=True)
    print_table(("chapter", "minutes"), [[row["chapter"], row["minutes"]] for row in rows])
    slowest = max(row["minutes"] for row in rows)
    save("full_budget", ratio=GOAL / slowest, minutes=slowest, raw=rows)


if __name__ == "__main__":
    main()
