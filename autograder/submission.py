"""How nbgrader reads a submission: which file, which answers, put into what was released.

`nbgrader_config.py` names what is here: `before` runs before anything is copied, and
`SubmissionExporter` takes the place of nbgrader's own reading and clean-up. What was handed in
stays in the folder `submitted` as it was.
"""

import hashlib
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.converters.base import NbGraderException

from autograder import cache
from autograder.admit import Admitted, NotAFileError, read_bytes
from autograder.doctor import SandboxUnavailableError, require_sandbox
from autograder.handed_in import candidates, read_submission, releases_of, tidy
from autograder.reference import ReferenceProblem, reference_of
from autograder.salvage import TOP, Grafted
from autograder.seeds import SeedsError, seed_of
from autograder.session import Limits
from autograder.states import Note, State, sentence
from course_utils.language import LANGUAGES, in_language


def before(*, assignment: str, student: str, notebooks: list[str]) -> None:
    """Make a submission's folder safe to read; nbgrader's `pre_convert_hook`.

    nbgrader copies what lies in the folder and follows links in it, and takes a notebook of the
    chapter's name only. `notebooks` is its list: what is put there is graded.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    try:
        tidy(folder)
    except OSError:
        notebooks.clear()  # nbgrader then names this student as not graded
        raise
    notebooks[:] = [str(folder / f"{folder.name}.ipynb")]


class SubmissionExporter(NotebookExporter):
    """Reads a submission; what holds no notebook is an empty one that says so.

    nbgrader makes one before it touches any submission: the moment to refuse grading where
    student code cannot be sandboxed, or the reference does not answer its own questions.
    """

    def __init__(self, config: Any = None, **options: Any):
        super().__init__(config=config, **options)
        course, limits = getattr(self.parent, "coursedir", None), limits_of(self.config)
        try:
            if limits.sandbox:
                require_sandbox()
            if course is not None and course.assignment_id:
                root, name = Path(course.root), course.assignment_id
                source = root / course.source_directory / name / f"{name}.ipynb"
                seed = seed_of(root, name)
                reference_of(source, seed=seed, limits=limits, folder=root / "cache")
        except (SandboxUnavailableError, ReferenceProblem, SeedsError) as problem:
            raise NbGraderException(str(problem)) from None

    def from_filename(
        self, filename: str, resources: dict | None = None, **options: Any
    ) -> tuple[NotebookNode, dict]:
        if not getattr(self.parent, "_sanitizing", False):  # the second time it is our own file
            return super().from_filename(filename, resources, **options)
        path = Path(filename)
        resources = resources or {}
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        course = self.parent.coursedir  # type: ignore[union-attr]
        released = releases_of(Path(course.root), course.source_directory, path.stem)
        admitted, grafted = read_submission(path.parent, released)
        nb = grafted.notebook
        label(nb, admitted, grafted)
        mark = fingerprint(path.parent, Path(course.root), self.config)
        nb.metadata["course"]["fingerprint"] = mark
        return self.from_notebook_node(nb, resources=resources, **options)


def limits_of(config: Any) -> Limits:
    """Return the limits that nbgrader's settings name."""
    settings = config.GradeByEvidence
    return Limits(
        cell=settings.get("cell_seconds", 30.0),
        evidence=settings.get("evidence_seconds", 30.0),
        notebook=settings.get("notebook_seconds", 600.0),
        sandbox=settings.get("sandbox", True),
    )


def fingerprint(folder: Path, root: Path, config: Any) -> str:
    """Return what changes when a submission or anything that it is graded with changes."""
    name = folder.name
    source = (root / "source" / name / f"{name}.ipynb").read_text(encoding="utf-8")
    digest = hashlib.sha256(cache.key_of(source, seed_of(root, name)).encode())
    digest.update(repr(limits_of(config)).encode())
    for path in candidates(folder):
        digest.update(f"\0{path.relative_to(folder)}\0".encode("utf-8", "surrogateescape"))
        try:
            digest.update(hashlib.sha256(read_bytes(path)).digest())
        except (NotAFileError, OSError):
            continue
    return digest.hexdigest()


def released_notebook(root: Path, ids: dict, language: str, source: str) -> NotebookNode:
    """Return what the student of nbgrader's `ids` was given."""
    return releases_of(root, source, ids["assignment"]).edition(language)


def label(nb: NotebookNode, admitted: Admitted, grafted: Grafted) -> None:
    """Write into the notebook in which state it is, and why."""
    person = admitted.person + grafted.person
    answers = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("solution")]
    if not person and len(grafted.missing) == len(answers):
        ours = nb.metadata.get("course", {}).get("chapter", "")
        other = admitted.chapter if admitted.chapter != ours else ""
        person.append(Note("other chapter", other) if other else Note("no answers"))
    elif not person and grafted.missing:
        person.append(Note("missing", ", ".join(grafted.missing)))
    notes = admitted.notes + grafted.notes
    state = State.GRADED_SALVAGED if notes else State.GRADED
    if person:
        state, notes = State.NEEDS_PERSON, person + admitted.notes
    course = nb.metadata.setdefault("course", {})
    course["state"] = state.value
    course["notes"] = [[note.code, _harmless(note.detail)] for note in notes]
    course["language"] = admitted.language
    course["submission"] = admitted.digest


def announce(nb: NotebookNode, more: list[Note]) -> State:
    """Say at the notebook's top in which state it is; `more` notes make it need a person."""
    state, notes = state_of(nb)
    if more:
        state, notes = State.NEEDS_PERSON, [*more, *notes]
        nb.metadata.setdefault("course", {}).update(
            state=state.value, notes=[[note.code, note.detail] for note in notes]
        )
    with in_language(language_of(nb)):
        if text := sentence(state, notes):
            nb.cells.insert(0, new_markdown_cell(f"> {text}", id=TOP))
    return state


def _harmless(text: str) -> str:
    """Return text from a submission as it may stand in Markdown: no markup, no formula."""
    return "".join(c if c.isalnum() or c in " ._-(),:/" else "_" for c in text)[:200]


def state_of(nb: NotebookNode) -> tuple[State, list[Note]]:
    """Return what `label` wrote into a graded notebook."""
    course = nb.metadata.get("course", {})
    notes = [Note(code, detail) for code, detail in course.get("notes", [])]
    return State(course.get("state", State.GRADED)), notes


def language_of(nb: NotebookNode) -> str:
    """Return the edition's language, as the notebook says; else English."""
    course = nb.metadata.get("course")
    language = course.get("language") if isinstance(course, dict) else None
    return language if language in LANGUAGES else "en"
