"""Reads the corpus: one file a cheat, see README.md in this folder."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
CELL = re.compile(r"^# %% (\w+)\n", re.MULTILINE)
PLACES = ("before", "answer", "after", "notebook")


class BadCheat(ValueError):
    """A file of the corpus that cannot be used."""


@dataclass(frozen=True)
class Cheat:
    """One way to get marks, or secrets, without doing the exercise."""

    name: str  # of the file
    kind: str  # of its folder: kernel, evidence, theft, rl, allowed
    tries: str
    exercises: tuple[str, ...]  # grade_ids of the answer cells; () stands for all of them
    earns: dict[str, float]  # grade_id → the most points it may get there; 0 where not named
    cells: dict[str, str]  # place → code
    files: dict[str, str] = field(default_factory=dict)  # handed in beside the notebook

    def attacks(self, exercises: Sequence[str]) -> list[str]:
        """Return those of a chapter's exercises that it applies to."""
        return [name for name in exercises if not self.exercises or name in self.exercises]

    @property
    def allowed(self) -> bool:
        """Whether it is no cheat: another right answer, which must get full marks."""
        return self.kind == "allowed"


def read_corpus() -> list[Cheat]:
    """Return every cheat, and what looks like one and is allowed, by kind and name."""
    paths = sorted((HERE / "cheats").glob("*/*.py")) + sorted((HERE / "allowed").glob("*.py"))
    found = [read_cheat(path) for path in paths]
    names = [cheat.name for cheat in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadCheat(f"wanted a file name for each cheat, {sorted(twice)} come twice")
    return found


def read_cheat(path: Path) -> Cheat:
    """Return the cheat in a file."""
    head, *rest = CELL.split(path.read_text(encoding="utf-8"))
    cells = dict(zip(rest[::2], rest[1::2], strict=True))
    tree = ast.parse(head)
    constants = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    if unknown := set(constants) - {"EXERCISES", "EARNS", "FILES"}:
        raise BadCheat(f"{path.name}: wanted EXERCISES, EARNS, FILES; got {sorted(unknown)}")
    if unknown := set(cells) - set(PLACES):
        raise BadCheat(f"{path.name}: a cell is one of {PLACES}; got {sorted(unknown)}")
    tries = ast.get_docstring(tree)
    if not tries or not cells:
        raise BadCheat(f"{path.name}: wanted a docstring that says what it tries, and a cell")
    exercises = tuple(constants.get("EXERCISES", ()))
    if path.parent.name == "allowed" and not exercises:
        raise BadCheat(f"{path.name}: a right answer names its EXERCISES")
    return Cheat(
        name=path.stem,
        kind=path.parent.name,
        tries=tries,
        exercises=exercises,
        earns=constants.get("EARNS", {}),
        cells=cells,
        files=constants.get("FILES", {}),
    )
