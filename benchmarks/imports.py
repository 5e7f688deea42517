"""How long the first cell of chapters 1 to 4 takes, beside the usual import cell of such a course.

Fresh processes in turns; the start of Python itself is left out. The cells are read from the
chapters' sources, so what a chapter imports is what is timed.
"""

import compileall
import re
from pathlib import Path

from harness import in_fresh_process, median, print_table, save

ROOT = Path(__file__).parent.parent
REPEATS = 15
RIVAL = (Path(__file__).parent / "baselines" / "imports_seed.py").read_text()
LOADED = (
    "import sys\nassert not {'torch', 'matplotlib'} & set(sys.modules), 'a slow one is loaded'\n"
)


def setup_cell(chapter: Path) -> str:
    """Return the code of the chapter's first code cell."""
    found = re.search(r'^# %% slug="setup".*\n((?:.*\n)*?)(?=^# %%)', chapter.read_text(), re.M)
    if not found:
        raise ValueError(f"{chapter} has no cell with slug setup")
    return found[1]


def main():
    # as pip does to the packages it installs; some machines forbid Python to do it by itself
    compileall.compile_dir(ROOT / "course_utils", quiet=1)
    chapters = sorted((ROOT / "solutions").glob("[1-4]_*.py"))
    cells = {chapter.stem: setup_cell(chapter) + LOADED for chapter in chapters}
    # most of ours is Gymnasium's own import, which nobody can do without
    contestants = cells | {"gymnasium alone": "import gymnasium, numpy", "rival": RIVAL}
    names = list(contestants)
    raw: dict[str, list] = {name: [] for name in names}
    for number in range(-1, REPEATS):  # the first round fills the disk's cache
        first = number % len(names)
        for name in names[first:] + names[:first]:
            figures = in_fresh_process(contestants[name])
            if number >= 0:
                raw[name].append(figures)
    seconds = {name: median([f["seconds"] for f in raw[name]]) for name in names}
    memory = {name: median([f["peak_mb"] for f in raw[name]]) for name in names}
    slowest = max(seconds[name] for name in cells)
    print_table(["", "seconds", "MB"], [[name, seconds[name], memory[name]] for name in names])
    save(
        "imports",
        ratio=seconds["rival"] / slowest,  # of our chapters the slowest counts
        seconds=seconds,
        peak_mb=memory,
        raw=raw,
    )


if __name__ == "__main__":
    main()
