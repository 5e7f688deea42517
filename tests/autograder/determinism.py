"""A class whose work is graded again and again, by other students' names and from nothing."""

import json
import logging
import random
import shutil
import sys
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from autograder import reference
from autograder.demo import Student, hand_in, sandboxed
from autograder.misconceptions import TYPICAL
from autograder.release import nbgrader_config, release
from autograder.seeds import FILE
from autograder.sources import ROOT

sys.path.insert(0, str(ROOT / "tests" / "right_answers"))
WORKS = (
    Student("right", "all right"),
    Student("wrong", "wrong in a typical way", kind="wrong", language="fr"),
    Student("half", "every second exercise", kind="half"),
)


class Class:
    """A chapter, released in `folder`, and works: typical ones, and two of other right answers."""

    def __init__(self, chapter: str, folder: Path):
        from right_answers import hand_in_answers, packed, read_answers

        self.chapter, self.folder, self.graded = chapter, folder, folder / "autograded"
        notebooks = folder / "notebooks"
        release([chapter], root=ROOT, grading=folder, notebooks=notebooks)
        (folder / FILE).write_text(json.dumps({chapter: 1867}))
        for work in WORKS:
            hand_in(work, chapter, folder, notebooks, TYPICAL[chapter])
        for number, answers in enumerate(packed(read_answers(chapter))[:2]):
            hand_in_answers(answers, folder, folder / "submitted" / f"other-{number}")
        self.works = sorted(path.name for path in (folder / "submitted").iterdir())
        (folder / "submitted").rename(folder / "works")

    def verdicts(self, order: random.Random) -> dict[str, list[dict]]:
        """Grade all works, in another order, and return verdicts and reports by work."""
        shutil.rmtree(self.folder / "submitted", ignore_errors=True)
        for made in (self.graded, self.folder / "cache"):
            for path in made.rglob("*"):
                path.chmod(path.stat().st_mode | 0o700)  # nbgrader writes read-only
            shutil.rmtree(made, ignore_errors=True)
        (self.folder / "gradebook.db").unlink(missing_ok=True)
        reference._cache.clear()
        release([self.chapter], root=ROOT, grading=self.folder, notebooks=self.folder / "notebooks")
        students = order.sample(range(len(self.works)), len(self.works))
        for work, student in zip(self.works, students, strict=True):
            shutil.copytree(
                self.folder / "works" / work, self.folder / "submitted" / f"student-{student}"
            )
        config = nbgrader_config()
        config.CourseDirectory.root = str(self.folder)
        config.CourseDirectory.assignment_id = self.chapter
        config.GradeByEvidence.sandbox = sandboxed()
        made = Autograde(coursedir=CourseDirectory(config=config), config=config)
        made.log.setLevel(logging.CRITICAL)
        made.start()
        return {
            work: self._read(f"student-{student}")
            for work, student in zip(self.works, students, strict=True)
        }

    def _read(self, student: str) -> list[dict]:
        path = self.graded / student / self.chapter / f"{self.chapter}.ipynb"
        return [
            {"verdict": dict(cell.metadata.verdict), "report": cell.outputs[0].metadata.report}
            for cell in nbformat.read(path, as_version=4).cells
            if "verdict" in cell.metadata
        ]
