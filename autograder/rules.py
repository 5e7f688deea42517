"""What docs/authors.md forbids: every rule yields the mistakes that it finds in a chapter."""

import re
from collections.abc import Iterator, Sequence

from autograder import exercises, prose
from autograder.markers import HIDDEN, MARKER, SOLUTION, MarkerError, regions
from autograder.sources import JUPYTEXT_KEYS, LANGUAGES, Cell, SourceError
from autograder.translate import TranslationError, in_language

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PROSE_KEYS = {"slug", "lang"}
CODE_KEYS = {"slug", "picture", "tags", "exercise", "difficulty", "minutes", "nbgrader"}
TAGS = {"setup", "skip-when-grading", "raises-exception"}


def problems(chapter: str, cells: Sequence[Cell]) -> Iterator[SourceError]:
    """Yield the mistakes of a chapter: of its cells one by one, then of cells together."""
    for cell in cells:
        yield from _metadata(cell)
        yield from _markers(cell)
        if cell.is_code:
            yield from _code(cell)
    yield from _ids(cells)
    yield from _siblings(cells)
    yield from _setup(cells)
    yield from _pictures(cells)
    yield from exercises.problems(chapter, cells)


def _metadata(cell: Cell) -> Iterator[SourceError]:
    known = PROSE_KEYS if cell.is_prose else CODE_KEYS
    if not (cell.is_prose or cell.is_code):
        yield cell.error("a raw cell: write `# %% [markdown]` for prose and `# %%` for code")
        return
    for key in sorted(set(cell.metadata) - known - set(JUPYTEXT_KEYS)):
        yield cell.error(
            f"unknown metadata `{key}`: a {'prose' if cell.is_prose else 'code'} cell has only "
            f"{', '.join(sorted(known))}"
        )
    slug = cell.metadata.get("slug")
    if cell.is_prose:
        if cell.metadata.get("lang") not in LANGUAGES:
            yield cell.error(
                'a prose cell has lang="en" or lang="fr"; got '
                f"{cell.metadata.get('lang')!r}: set it"
            )
    elif "nbgrader" in cell.metadata and slug not in (None, cell.nbgrader.get("grade_id")):
        yield cell.error("the grade_id names this cell: remove the slug")
    if not cell.name:
        yield cell.error('every cell has a slug: add slug="what-it-is-about" to its `# %%` line')
    elif not SLUG.fullmatch(cell.name) or len(cell.name) > 60:
        yield cell.error(
            "a slug is lower case, digits and single hyphens, at most 60 characters: rename it"
        )
    tags = cell.metadata.get("tags", [])
    for tag in tags if isinstance(tags, list) else [tags]:
        if tag not in TAGS:
            yield cell.error(
                f'unknown tag {tag!r}: tags=["…"] with one of {", ".join(sorted(TAGS))}'
            )


def _markers(cell: Cell) -> Iterator[SourceError]:
    if not MARKER.search(cell.source):
        return
    for markers, belongs, kind in (
        (SOLUTION, cell.is_answer, "an answer cell (nbgrader solution: true)"),
        (HIDDEN, cell.is_check, "a check cell (nbgrader grade: true)"),
    ):
        words = markers[0].removeprefix("### BEGIN ")
        for number, line in enumerate(cell.source.split("\n"), 1):
            if not belongs and (found := MARKER.search(line)) and found[2] == words:
                yield cell.error(
                    f"`{line.strip()}` belongs in {kind}: move it, or correct this cell's nbgrader "
                    "metadata",
                    line=number,
                )
                break
        else:
            try:
                regions(cell.source, markers)
            except MarkerError as error:
                yield cell.error(str(error), line=error.line)
    if "MARK SCHEME" in cell.source:
        yield cell.error("this course has no cells marked by hand: remove the mark scheme")


def _code(cell: Cell) -> Iterator[SourceError]:
    try:
        for language in LANGUAGES:
            in_language(cell.source, language)
    except TranslationError as error:
        yield cell.error(str(error), line=error.line)


def _ids(cells: Sequence[Cell]) -> Iterator[SourceError]:
    seen: dict[str, Cell] = {}
    for cell in cells:
        first = seen.setdefault(cell.name, cell)
        if first is cell or not cell.name:
            continue
        if (
            cell.is_prose
            and first.is_prose
            and cell.metadata.get("lang") != first.metadata.get("lang")
        ):
            continue  # its sibling
        yield cell.error(f"line {first.line} has a cell of the same name: rename one of the two")


def _siblings(cells: Sequence[Cell]) -> Iterator[SourceError]:
    open_cell: Cell | None = None  # the first of a pair, waiting for the second
    for cell in [*cells, None]:
        if open_cell is None:
            open_cell = cell if cell is not None and cell.is_prose else None
            continue
        if cell is None or not cell.is_prose or cell.name != open_cell.name:
            other = "fr" if open_cell.metadata.get("lang") == "en" else "en"
            yield open_cell.error(
                f'its sibling does not follow: write the cell with slug="{open_cell.name}" '
                f'lang="{other}" directly after it'
            )
            open_cell = cell if cell is not None and cell.is_prose else None
            continue
        if found := prose.difference(open_cell.source, cell.source):
            kind, part, first_has_it = found
            has, lacks = (open_cell, cell) if first_has_it else (cell, open_cell)
            yield lacks.error(
                f"the {kind} `{_shortened(part)}` stands in the {has.metadata.get('lang')} cell "
                f"(line {has.line}) and not here, or not as often: write it in both"
            )
        yield from _headers_agree(open_cell, cell)
        open_cell = None


def _headers_agree(one: Cell, other: Cell) -> Iterator[SourceError]:
    if not (prose.is_header(one.source) or prose.is_header(other.source)):
        return
    found = {}
    for cell in (one, other):
        language = str(cell.metadata.get("lang"))
        first_line = prose.header(cell.source)
        if first_line is None or first_line.language != language:
            yield cell.error(
                f"an exercise begins with a line `{prose.HEADER_FORM.get(language, '')}`; got "
                f"`{cell.source.splitlines()[0] if cell.source else ''}`"
            )
            return
        found[language] = first_line
    en, fr = found.get("en"), found.get("fr")
    if en and fr and en.__dict__ | {"language": ""} != fr.__dict__ | {"language": ""}:
        yield other.error(
            f"the header's numbers differ from its sibling's on line {one.line}: make them the same"
        )


def _setup(cells: Sequence[Cell]) -> Iterator[SourceError]:
    code = [cell for cell in cells if cell.is_code]
    setups = [cell for cell in code if "setup" in cell.metadata.get("tags", [])]
    if not code:
        yield cells[0].error("the chapter has no code: the first code cell is the set-up")
    elif not setups:
        yield code[0].error('the first code cell is the set-up: give it tags=["setup"]')
    for cell in setups:
        if cell is not code[0] or len(setups) > 1:
            yield cell.error("only the first code cell is the set-up: move the imports there")


def _pictures(cells: Sequence[Cell]) -> Iterator[SourceError]:
    makers: dict[str, Cell] = {}
    for cell in cells:
        name = cell.metadata.get("picture")
        if name is None:
            continue
        if not SLUG.fullmatch(str(name)):
            yield cell.error(f"picture={name!r}: lower case, digits and single hyphens")
        elif name in makers:
            yield cell.error(f"line {makers[name].line} makes a picture {name!r} too: rename one")
        makers.setdefault(name, cell)
    shown = set()
    for cell in cells:
        if not cell.is_prose:
            continue
        for alt, name in prose.pictures(cell.source):
            shown.add(name)
            if name not in makers:
                yield cell.error(
                    f'no code cell has picture="{name}": add it to the cell that shows the picture'
                )
            if not alt:
                yield cell.error(f"the picture {name} has no alt text: say what one sees in it")
    for name, cell in makers.items():
        if name not in shown:
            yield cell.error(
                f"no prose cell shows its picture: write ![alt text](picture:{name}) in one"
            )


def _shortened(part: str) -> str:
    part = " ".join(part.split())
    return part if len(part) <= 60 else part[:57] + "…"
