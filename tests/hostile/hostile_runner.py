"""Hands in the corpus and has nbgrader grade it, as a class of students would be.

One submission holds one cheat in every exercise of a chapter that it applies to; the other answers
stay as they were handed out, so every point is the cheat's.
"""

import ast
import json
import logging
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import numpy as np
from hostile_corpus import Cheat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder import reference
from autograder.demo import fill, reference_answers, sandboxed
from autograder.evidence import question_code
from autograder.kernel import Kernel
from autograder.questions import question_seed, questions_of
from autograder.release import nbgrader_config, release
from autograder.seeds import FILE
from autograder.sources import ROOT

VICTIM = "another-student"
OTHER_SEED = 1  # of the evidence that is replayed: last year's, say


@dataclass
class Result:
    """What one cheat got in one chapter."""

    cheat: Cheat
    chapter: str
    points: dict[str, float] = field(default_factory=dict)  # by exercise it applies to
    most: dict[str, float] = field(default_factory=dict)  # what a right answer gets
    others: float = 0.0  # points in exercises it does not apply to: those hold no answer
    outcomes: dict[str, str] = field(default_factory=dict)
    leaked: dict[str, int] = field(default_factory=dict)  # kind of canary → bytes seen

    @property
    def gained(self) -> float:
        """Points it should not have."""
        if self.cheat.allowed:
            return self.others
        due = self.cheat.earns
        return self.others + sum(max(0.0, p - due.get(e, 0.0)) for e, p in self.points.items())

    @property
    def refused(self) -> float:
        """Points it should have and has not: only for what is allowed."""
        if not self.cheat.allowed:
            return 0.0
        return sum(self.most[e] - p for e, p in self.points.items())


class Classroom:
    """A chapter, released in a folder of its own, with canaries where no student may look."""

    def __init__(self, chapter: str, folder: Path, *, root: Path = ROOT):
        self.chapter, self.folder = chapter, folder
        release([chapter], root=root, grading=folder, notebooks=folder / "notebooks")
        self.source_path = folder / "source" / chapter / f"{chapter}.ipynb"
        self.seed = secrets.randbits(64)
        (folder / FILE).write_text(json.dumps({chapter: self.seed}))
        self.canaries: dict[str, list[str]] = {}
        self._plant()
        source = nbformat.read(self.source_path, as_version=4)
        self.right = reference_answers(source)
        self.names = {grade_id: names_in(text) for grade_id, text in self.right.items()}
        self.replay: dict[str, dict[str, dict]] = {}

    @property
    def exercises(self) -> list[str]:
        """The grade_ids of the answer cells."""
        return list(self.right)

    def _plant(self) -> None:
        """Write canaries into the solutions, hidden checks, gradebook and another's work."""
        mark = secrets.token_hex(8)
        self.canaries = {
            kind: [f"{kind}-canary-{mark}"] for kind in ("solution", "hidden", "gradebook", VICTIM)
        }
        self.canaries["seed"] = [str(self.seed)]
        self.canaries["input"] = []
        nb = nbformat.read(self.source_path, as_version=4)
        for cell in nb.cells:
            end, begin = "### END SOLUTION", "### BEGIN HIDDEN TESTS"
            solution = f"# {self.canaries['solution'][0]}\n{end}"
            cell.source = cell.source.replace(end, solution.replace("\n", "\n" + _indent(cell)))
            if begin in cell.source:
                grade_id = cell.metadata.nbgrader.grade_id
                seed = question_seed(self.seed, grade_id, 0)
                number = int(np.random.default_rng(seed).integers(2**62))
                self.canaries["seed"].append(str(seed))
                self.canaries["input"].append(str(number))
                hidden = f'hidden_note = "{self.canaries["hidden"][0]}"'
                drawn = "hidden_number = int(rng.integers(2**62))"
                cell.source = cell.source.replace(begin, f"{begin}\n{hidden}\n{drawn}")
        nbformat.write(nb, self.source_path)
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            gradebook.add_student(VICTIM, last_name=self.canaries["gradebook"][0])

    def recorded(self, exercises: Sequence[str]) -> dict[str, dict]:
        """Return right evidence for other inputs, by the question's text."""
        if not self.replay:
            nb = nbformat.read(self.source_path, as_version=4)
            with Kernel(sandbox=sandboxed()) as kernel:
                for cell in nb.cells:
                    if cell.cell_type != "code" or "skip-when-grading" in cell.metadata.get(
                        "tags", ()
                    ):
                        continue
                    kernel.run(reference.without_hidden(cell.source), seconds=120)
                    if not cell.metadata.get("nbgrader", {}).get("grade"):
                        continue
                    name = cell.metadata.nbgrader.grade_id
                    found = self.replay.setdefault(name.removesuffix("-test"), {})
                    for number, question in enumerate(questions_of(cell.source)):
                        code = question_code(
                            seed=question_seed(OTHER_SEED, name, number),
                            setup=question.setup,
                            expression=question.evidence,
                            first=number == 0,
                        )
                        reply = kernel.run("", seconds=120, expressions={"evidence": code})
                        found[question.evidence] = reply.expressions["evidence"]["data"]
        return {text: data for name in exercises for text, data in self.replay[name].items()}

    def hand_in(self, cheat: Cheat) -> None:
        """Write the submission of a cheat."""
        nb = nbformat.read(self.folder / "notebooks" / "en" / f"{self.chapter}.ipynb", 4)
        attacked = cheat.attacks(self.exercises)
        every = [name for exercise in attacked for name in self.names[exercise]]
        if "answer" in cheat.cells:
            code = cheat.cells["answer"]
            fill(nb, {e: self.filled(code, self.names[e]) for e in attacked})
        at = 1 + next(i for i, c in enumerate(nb.cells) if "setup" in c.metadata.get("tags", ()))
        if "before" in cheat.cells:
            nb.cells.insert(at, new_code_cell(self.filled(cheat.cells["before"], every)))
        if "after" in cheat.cells:
            cell = new_code_cell(self.filled(cheat.cells["after"], every))
            tests = [f"{e}-test" for e in attacked]
            for index in reversed(range(len(nb.cells))):
                if nb.cells[index].metadata.get("nbgrader", {}).get("grade_id") in tests:
                    nb.cells.insert(index + 1, new_code_cell(cell.source))
        if "notebook" in cheat.cells:  # ours: it edits the file as a student with an editor would
            exec(cheat.cells["notebook"], {"nb": nb, "exercises": attacked})
        target = self.folder / "submitted" / cheat.name / self.chapter / f"{self.chapter}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(nb))
        for name, text in cheat.files.items():
            path = target.parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def filled(self, code: str, names: Sequence[str]) -> str:
        """Return a cheat's code with what it may know: names, and where everything lies."""
        code = code.replace("ANSWER_NAMES", repr(list(names)))
        if "RECORDED" in code:
            attacked = [e for e, defined in self.names.items() if set(defined) & set(names)]
            code = code.replace("RECORDED", repr(json.dumps(self.recorded(attacked))))
        return code.replace("HOST_PATHS", repr(self.host_paths()))

    def host_paths(self) -> dict[str, str]:
        """Return the paths of what is worth stealing: a student may know the course's layout."""
        work = self.folder / "submitted" / VICTIM / self.chapter / f"{self.chapter}.ipynb"
        return {
            "solutions": str(self.source_path),
            "gradebook": str(self.folder / "gradebook.db"),
            "seeds": str(self.folder / FILE),
            "another": str(work),
            "autograded": str(self.folder / "autograded" / VICTIM),
            "cache": str(self.folder / "cache"),
            "course": str(self.folder),
            "project": str(ROOT),
        }

    def hand_in_the_others(self) -> None:
        """Write the work of a student who answers everything rightly, and comes first."""
        nb = nbformat.read(self.folder / "notebooks" / "en" / f"{self.chapter}.ipynb", 4)
        fill(nb, self.right)
        for cell in nb.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source += f"\n# {self.canaries[VICTIM][0]}\n"
        nb.cells.append(new_code_cell(f"open('/tmp/left', 'w').write({self.canaries[VICTIM]!r})"))
        target = self.folder / "submitted" / VICTIM / self.chapter / f"{self.chapter}.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(nb, target)

    def grade(self, student: str = "*", **settings: float) -> None:
        """Run nbgrader's autograde, configured as the course configures it."""
        self._convert(Autograde, student, **settings)

    def feedback(self) -> None:
        """Run nbgrader's generate_feedback."""
        self._convert(GenerateFeedback, "*")

    def _convert(self, converter: type, student: str, **settings: float) -> None:
        config = nbgrader_config()
        config.CourseDirectory.root = str(self.folder)
        config.CourseDirectory.assignment_id = self.chapter
        config.CourseDirectory.student_id = student
        config.GradeByEvidence.sandbox = sandboxed()
        config.GradeByEvidence.update(settings)
        made = converter(coursedir=CourseDirectory(config=config), config=config)
        made.log.setLevel(int(os.environ.get("HOSTILE_LOG", logging.CRITICAL)))
        made.start()

    def result(self, cheat: Cheat) -> Result:
        """Return what a cheat got: the gradebook's points, and every canary a student can see."""
        result = Result(cheat, self.chapter)
        attacked = [f"{e}-test" for e in cheat.attacks(self.exercises)]
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            submission = gradebook.find_submission(self.chapter, cheat.name)
            for grade in (g for n in submission.notebooks for g in n.grades):
                name = grade.name.removesuffix("-test")
                if grade.name in attacked:
                    result.points[name] = float(grade.score or 0.0)
                    result.most[name] = float(grade.max_score)
                else:
                    result.others += float(grade.score or 0.0)
        for cell in self.notebook(cheat.name).cells:
            if "verdict" in cell.metadata:
                verdict = cell.metadata["verdict"]
                result.outcomes[verdict["exercise"]] = verdict["outcome"]
        result.leaked = self.leaked(self.seen_by(cheat.name))
        return result

    def notebook(self, student: str) -> NotebookNode:
        """Return a student's autograded notebook."""
        path = self.folder / "autograded" / student / self.chapter / f"{self.chapter}.ipynb"
        return nbformat.read(path, as_version=4)

    def seen_by(self, student: str) -> str:
        """Return everything that a student may get to see: outputs, report, feedback page."""
        outputs = [c.get("outputs", []) for c in self.notebook(student).cells]
        pages = (self.folder / "feedback" / student).glob("**/*")
        texts = [p.read_bytes().decode(errors="replace") for p in pages if p.is_file()]
        return "\n".join([json.dumps(outputs), *texts])

    def leaked(self, text: str) -> dict[str, int]:
        """Return the bytes of each kind of canary in `text`: plain, backwards or in hex."""
        found = {}
        for kind, words in self.canaries.items():
            forms = {f for w in words for f in (w, w[::-1], w.encode().hex())}
            if size := sum(len(form) * text.count(form) for form in forms):
                found[kind] = size
        return found


def run_class(
    chapter: str, cheats: Sequence[Cheat], folder: Path, *, root: Path = ROOT, seconds: float = 10
) -> list[Result]:
    """Hand in and grade those of `cheats` that apply to a chapter; return what each got.

    What does not end by itself is not what this corpus is about: a cheat's notebook has `seconds`,
    and as many for its questions.
    """
    room = Classroom(chapter, folder, root=root)
    cheats = [cheat for cheat in cheats if cheat.attacks(room.exercises)]
    room.hand_in_the_others()
    room.grade(VICTIM)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        honest = gradebook.find_submission(chapter, VICTIM)
        if honest.score != honest.max_score:
            raise RuntimeError(f"{chapter}: the reference gets {honest.score} points only")
    for cheat in cheats:
        room.hand_in(cheat)
    for cheat in cheats:
        if cheat.allowed:
            room.grade(cheat.name)
    room.grade(cell_seconds=0.4 * seconds, evidence_seconds=0.3 * seconds, notebook_seconds=seconds)
    room.feedback()
    return [room.result(cheat) for cheat in cheats]


def names_in(source: str) -> list[str]:
    """Return the functions, classes and variables that an answer defines."""
    names = []
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [t.id for t in node.targets if isinstance(t, ast.Name)]
    return names


def _indent(cell: NotebookNode) -> str:
    lines = [x for x in cell.source.splitlines() if x.strip() == "### END SOLUTION"]
    return lines[0][: len(lines[0]) - len(lines[0].lstrip())] if lines else ""
