"""How much of a mark is luck: the questions of a chapter, put with many seeds.

The reference answers each question once a seed, and so does a notebook of typical mistakes. Marks
without luck look like this: the reference's evidence passes with its own seed and with no other,
and a mistake fares the same whatever the seed.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.demo import fill, reference_answers, sandboxed
from autograder.evidence import NoEvidence
from autograder.judges import apply
from autograder.markers import without_hidden
from autograder.misconceptions import TYPICAL
from autograder.questions import Question, questions_of
from autograder.release import release
from autograder.session import Limits, Session, is_skipped
from autograder.sources import ROOT

# evidence by seed, for each question of each check cell
Evidence = dict[str, tuple[list[Question], list[list[Any]]]]


@dataclass(frozen=True)
class Luck:
    """What one check said, over all seeds."""

    check: str  # grade_id of the check cell, and the check's number in it
    fixed: bool  # the reference's evidence is the same whatever the seed
    right: int  # seeds with which the reference's evidence passes
    other: int  # ordered pairs of seeds where evidence for one passes with the other
    mistake: int  # seeds with which the typical mistake passes


def luck_of(chapter: str, folder: Path, *, seeds: int) -> list[Luck]:
    """Return how each check of a chapter fares with the seeds 0, 1, ..., `seeds` - 1."""
    release([chapter], root=ROOT, grading=folder, notebooks=folder / "notebooks")
    nb = nbformat.read(folder / "source" / chapter / f"{chapter}.ipynb", as_version=4)
    right = _evidence(nb, folder, seeds, reference=True)
    mistaken = reference_answers(nb)
    for grade_id, (old, new) in TYPICAL[chapter].items():
        mistaken[grade_id] = mistaken[grade_id].replace(old, new)
    fill(nb, mistaken)
    wrong = _evidence(nb, folder, seeds)
    return [
        _luck(f"{name} {number + 1}", question, *_of_question(number, right[name], wrong[name]))
        for name, (questions, _) in right.items()
        for number, question in enumerate(questions)
    ]


def _of_question(number: int, *found: tuple[list[Question], list[list[Any]]]) -> list[list[Any]]:
    return [[answers[number] for answers in by_seed] for _, by_seed in found]


def _luck(check: str, question: Question, right: list[Any], wrong: list[Any]) -> Luck:
    judge, _ = question.judged_by("en")
    right, wanted = zip(*map(question.split, right), strict=True)

    def passes(got: Any, wanted: Any) -> bool:
        return not isinstance(got, NoEvidence) and apply(judge, got, wanted)[0]

    n = range(len(right))
    return Luck(
        check,
        fixed=len({repr(evidence) for evidence in wanted}) == 1,
        right=sum(passes(right[a], wanted[a]) for a in n),
        other=sum(passes(right[a], wanted[b]) for a in n for b in n if a != b),
        mistake=sum(passes(wrong[a], wanted[a]) for a in n),
    )


def _evidence(nb: NotebookNode, folder: Path, seeds: int, *, reference: bool = False) -> Evidence:
    found: Evidence = {}
    limits = Limits(cell=120, evidence=120, notebook=1200, sandbox=sandboxed())
    with Session(limits=limits, cwd=str(folder)) as session:
        for cell in nb.cells:
            if is_skipped(cell):
                continue
            session.run(without_hidden(cell.source))
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("grade"):
                name, questions = meta["grade_id"], questions_of(cell.source)
                found[name] = (
                    questions,
                    [
                        session.ask(questions, seed=seed, grade_id=name, reference=reference)
                        for seed in range(seeds)
                    ],
                )
    return found
