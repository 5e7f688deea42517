"""The lines that mark solutions and hidden checks in a code cell, and the stub's sentence."""

import re
from dataclasses import dataclass

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
MARKER = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
STUB = re.compile(r"\s*# stub (en|fr): (.*\S)\s*")


class MarkerError(Exception):
    """Markers that do not fit together; `line` counts from 1 in the cell."""

    def __init__(self, message: str, line: int):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Region:
    """The lines between a pair of markers; `lines[first:last]` includes both markers."""

    first: int
    last: int
    lines: tuple[str, ...]  # what stands between the markers

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def stubs(self) -> dict[str, str]:
        """The sentences of the `# stub en:` and `# stub fr:` lines that open a solution."""
        found: dict[str, str] = {}
        for line in self.lines:
            match = STUB.fullmatch(line)
            if not match:
                break
            found[match[1]] = match[2]
        return found


def regions(source: str, markers: tuple[str, str]) -> list[Region]:
    """Return the regions between a pair of markers, or raise a `MarkerError`."""
    begin, end = markers
    lines = source.split("\n")
    found: list[Region] = []
    start = None
    for number, line in enumerate(lines):
        text = line.strip()
        if text == begin:
            if start is not None:
                raise MarkerError(f"a second `{begin}` before `{end}`: close the first", number + 1)
            start = number
        elif text == end:
            if start is None:
                raise MarkerError(f"`{end}` without `{begin}` before it: add or remove", number + 1)
            found.append(Region(start, number + 1, tuple(lines[start + 1 : number])))
            start = None
        elif (match := MARKER.search(line)) and f"### {match[0]}" in markers:
            raise MarkerError(
                f"a marker stands alone on its line, exactly as `### {match[0]}`; got `{text}`",
                number + 1,
            )
    if start is not None:
        raise MarkerError(f"`{begin}` is never closed: add `{end}`", start + 1)
    return found


def with_stubs(source: str, language: str) -> str:
    """Return the cell with every solution replaced by an error that says what to do."""
    lines = source.split("\n")
    for region in reversed(regions(source, SOLUTION)):
        indent = re.match(r"\s*", lines[region.first])[0]  # type: ignore[index]
        sentence = _quoted(region.stubs[language])
        lines[region.first : region.last] = [f"{indent}raise NotImplementedError({sentence})"]
    return "\n".join(lines)


def without_hidden(source: str) -> str:
    """Return the visible part of a check cell."""
    lines = source.split("\n")
    for region in reversed(regions(source, HIDDEN)):
        del lines[region.first : region.last]
    return "\n".join(lines).rstrip()


def hidden(source: str) -> str:
    """Return the hidden part of a check cell."""
    return "\n".join(region.text for region in regions(source, HIDDEN))


def _quoted(sentence: str) -> str:
    """Return a string literal, in double quotes where that needs no backslash."""
    sentence = sentence.replace("\\", "\\\\")
    if '"' in sentence and "'" not in sentence:
        return f"'{sentence}'"
    return '"' + sentence.replace('"', '\\"') + '"'


def without_markers(source: str) -> str:
    """Return an answer cell as a student would have written it: no markers, no stubs."""
    return "\n".join(
        line
        for line in source.splitlines()
        if line.strip() not in SOLUTION and not STUB.fullmatch(line)
    )
