"""The rules of an exercise: header, answer cell and check cell agree and are complete."""

import ast
import re
from collections.abc import Iterator, Sequence

from autograder import prose
from autograder.markers import SOLUTION, MarkerError, hidden, regions, with_stubs, without_hidden
from autograder.sources import LANGUAGES, Cell, SourceError

SCHEMA = 3
ANSWER = {
    "grade": False,
    "locked": False,
    "schema_version": SCHEMA,
    "solution": True,
    "task": False,
}
CHECK = {"grade": True, "locked": True, "schema_version": SCHEMA, "solution": False, "task": False}
OF_ANSWERS = ("exercise", "difficulty", "minutes")


def problems(chapter: str, cells: Sequence[Cell]) -> Iterator[SourceError]:
    """Yield the mistakes in the exercises of a chapter, taking its cells in order."""
    open_header: tuple[Cell, prose.Header] | None = None
    answer: Cell | None = None  # waiting for its check cell
    count = 0
    for cell in cells:
        if cell.is_prose:
            found = prose.header(cell.source)
            if found is None:
                continue
            if open_header is not None and open_header[0].name != cell.name:
                yield open_header[0].error("the exercise has no answer cell: write it below")
            open_header = (cell, found)
            continue
        if "nbgrader" not in cell.metadata:
            for key in OF_ANSWERS:
                if key in cell.metadata:
                    yield cell.error(
                        f"`{key}` belongs to an answer cell: add its nbgrader metadata"
                    )
            continue
        yield from _schema(cell)
        if cell.is_answer == cell.is_check:
            continue
        if cell.is_answer:
            count += 1
            if answer is not None:
                yield answer.error(_wants_check(answer))
            answer = cell
            if open_header is None:
                yield cell.error(
                    f"no header before this answer cell: write `{prose.HEADER_FORM['en']}` and its "
                    "sibling"
                )
            yield from _answer(cell, open_header, f"{chapter.split('_')[0]}.{count}")
            continue
        if answer is None:
            yield cell.error("no answer cell before this check cell: write it, or remove the check")
        elif cell.name != f"{answer.name}-test":
            yield cell.error(
                f'the check of "{answer.name}" is called "{answer.name}-test": correct its grade_id'
            )
        if open_header is not None and cell.nbgrader.get("points") != open_header[1].points:
            yield cell.error(
                f"the header on line {open_header[0].line} says {open_header[1].points} points, "
                f"the metadata {cell.nbgrader.get('points')}: make them the same"
            )
        yield from _check(cell)
        open_header = answer = None
    if answer is not None:
        yield answer.error(_wants_check(answer))
    elif open_header is not None:
        yield open_header[0].error("the exercise has no answer cell: write it below")


def _wants_check(answer: Cell) -> str:
    return f'no check cell follows: write one with grade_id "{answer.name}-test"'


def _schema(cell: Cell) -> Iterator[SourceError]:
    meta = dict(cell.nbgrader)
    meta.pop("grade_id", None)
    points = meta.pop("points", None)
    if cell.is_answer == cell.is_check:
        yield cell.error(
            "nbgrader metadata marks either an answer (solution: true) or a check (grade: true): "
            "set one of the two"
        )
        return
    wanted = ANSWER if cell.is_answer else CHECK
    for key in sorted(set(meta) | set(wanted)):
        if meta.get(key) != wanted.get(key):
            yield cell.error(
                f"nbgrader metadata `{key}` is {wanted.get(key, 'absent')!r} in "
                f"{'an answer' if cell.is_answer else 'a check'} cell; got "
                f"{meta.get(key, 'nothing')!r}: copy the line from docs/authors.md"
            )
    if cell.is_check and not (type(points) is int and points > 0):
        yield cell.error(
            f"points is a whole number above 0 in a check cell; got {points!r}: set it"
        )
    if cell.is_answer and points is not None:
        yield cell.error("points belong to the check cell: move them there")


def _answer(
    cell: Cell, opened: tuple[Cell, prose.Header] | None, number: str
) -> Iterator[SourceError]:
    if cell.metadata.get("exercise") != number:
        yield cell.error(
            f"this is exercise {number} by its place in the chapter, exercise="
            f"{cell.metadata.get('exercise')!r} by its metadata: number the exercises in order"
        )
    if opened is not None:
        for key in OF_ANSWERS:
            said, meant = getattr(opened[1], key), cell.metadata.get(key)
            if said != meant:
                yield cell.error(
                    f"the header on line {opened[0].line} says {key} {said}, the metadata {meant}: "
                    "make them the same"
                )
    try:
        found = regions(cell.source, SOLUTION)
    except MarkerError:
        return  # reported already
    if not found:
        yield cell.error("no solution: write it between ### BEGIN SOLUTION and ### END SOLUTION")
        return
    for region in found:
        for language in LANGUAGES:
            if language not in region.stubs:
                yield cell.error(
                    f"the solution does not say what to do: begin it with `# stub {language}: …` "
                    "(each on one line, before anything else)",
                    line=region.first + 1,
                )
            elif not re.search(rf"\b{re.escape(number)}\b", region.stubs[language]):
                yield cell.error(
                    f"the stub's sentence names its exercise, {number}; got "
                    f"`{region.stubs[language]}`",
                    line=region.first + 1,
                )
    for language in LANGUAGES:
        if all(language in region.stubs for region in found):
            try:
                compile(with_stubs(cell.source, language), "stub", "exec", dont_inherit=True)
            except SyntaxError as error:
                yield cell.error(
                    f"what students get does not parse ({error.msg}, line {error.lineno} of it): "
                    "leave whole statements outside the solution"
                )
                break


def _check(cell: Cell) -> Iterator[SourceError]:
    try:
        visible, secret = without_hidden(cell.source), hidden(cell.source)
    except MarkerError:
        return  # reported already
    if not secret.strip():
        yield cell.error(
            "no hidden part: write checks between ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS"
        )
        return
    if not visible.strip():
        yield cell.error(
            "no visible part: show the student a check with `expect` before the hidden"
        )
    try:
        compile(visible, "visible", "exec", dont_inherit=True)
        tree = ast.parse(secret)
    except SyntaxError as error:
        yield cell.error(
            f"the visible and the hidden part each parse alone; {error.msg}: divide them"
        )
        return
    calls = [node for node in ast.walk(tree) if _is_check(node)]
    lines = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _is_check(node.value)
    ]
    if not calls:
        yield cell.error(
            "the hidden part has no `check(evidence, judge, about=…)`: add at least two"
        )
    elif len(calls) < 2:
        yield cell.error("the hidden part has one `check`: give each idea its own, at least two")
    if len(calls) > len(lines):
        yield cell.error(
            "a `check` stands inside another statement: each is a line of its own, not in a loop "
            "or a condition; gather evidence in a list instead"
        )
    for call in lines:
        options = {keyword.arg: keyword.value for keyword in call.keywords}
        if len(call.args) != 2 or options.keys() - {"wanted"} != {"about"}:
            yield cell.error(
                "a check is written `check(evidence, judge, about=tr(…))`, or with `wanted=…` too; "
                f"got `{ast.unparse(call)[:60]}`"
            )
        elif not _is_tr(options["about"]):
            yield cell.error("`about` is said in both languages: about=tr(en=…, fr=…)")
        elif "wanted" not in options and _is_told_what_is_right(call.args[1]):
            yield cell.error(
                f"`{ast.unparse(call.args[1])[:60]}` has to be told what is right: say it in "
                "`wanted=…`, which is not sent to students' kernels"
            )


def _is_check(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check"
    )


def _is_told_what_is_right(judge: ast.AST) -> bool:
    calls = [node for node in ast.walk(judge) if isinstance(node, ast.Call)]
    names = {(getattr(call.func, "id", ""), bool(call.args)) for call in calls}
    return bool(names & {("drawn_from", False), ("best_actions", False)})


def _is_tr(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr"
