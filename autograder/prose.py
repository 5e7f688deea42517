"""What two prose cells in different languages must share, and the header of an exercise."""

import re
from collections import Counter
from dataclasses import dataclass

FENCE = re.compile(r"^(```+|~~~+)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$([^$]+?)(?<!\\)\$(?!\$)", re.DOTALL)
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|!?\[[^\]]*\](?:\([^)]*\))?)*\]\(([^)\s]+)[^)]*\)")
AUTOLINK = re.compile(r"<(https?://[^>\s]+)>|(?:href|src)=[\"']([^\"']+)[\"']")
PICTURE_SCHEME = "picture:"

HEADER = re.compile(
    r"### (Exercise|Exercice) (\d+\.\d+) · (\S.*?) · (\d+) points? · (\d+) min · (●*○*)"
)
HEADER_FORM = {
    "en": "### Exercise 1.1 · Title · 2 points · 10 min · ●●○○○",
    "fr": "### Exercice 1.1 · Titre · 2 points · 10 min · ●●○○○",
}


@dataclass(frozen=True)
class Header:
    """What the first line of an exercise says."""

    language: str
    exercise: str
    points: int
    minutes: int
    difficulty: int


def is_header(source: str) -> bool:
    """Return whether the cell means to open an exercise, well formed or not."""
    return bool(re.match(r"\s*#+\s*(Exercise|Exercice)\b", source))


def header(source: str) -> Header | None:
    """Return the exercise's header, None if its first line does not have the form."""
    match = HEADER.fullmatch(source.split("\n")[0].rstrip())
    if not match or len(match[6]) != 5:
        return None
    language = "en" if match[1] == "Exercise" else "fr"
    return Header(language, match[2], int(match[4]), int(match[5]), match[6].count("●"))


def shared_parts(source: str) -> dict[str, Counter[str]]:
    """Return, by kind, what a prose cell and its sibling must both have."""
    blocks = [_without_comments(match[2]) for match in FENCE.finditer(source)]
    text = FENCE.sub("", source)
    spans = [match[2].strip() for match in CODE_SPAN.finditer(text)]
    text = CODE_SPAN.sub("", text)
    displayed = [_plain(match[1]) for match in DISPLAYED.finditer(text)]
    text = DISPLAYED.sub("", text)
    inline = [_plain(match[1]) for match in INLINE.finditer(text)]
    text = INLINE.sub("", text)
    return {
        "code block": Counter(blocks),
        "code span": Counter(spans),
        "equation": Counter(displayed + inline),
        "picture": Counter(match[2] for match in PICTURE.finditer(text)),
        "link": Counter(
            [match[1] for match in LINK.finditer(text)]
            + [match[1] or match[2] for match in AUTOLINK.finditer(text)]
        ),
    }


def difference(one: str, other: str) -> tuple[str, str, bool] | None:
    """Return the first part that only one of two siblings has.

    Returns:
        The kind of part, the part, and whether it is `one` that has it; None if they agree.
    """
    here, there = shared_parts(one), shared_parts(other)
    for kind in here:
        for part in here[kind] - there[kind]:
            return kind, part, True
        for part in there[kind] - here[kind]:
            return kind, part, False
    return None


def pictures(source: str) -> list[tuple[str, str]]:
    """Return the (alt text, name) of every `![alt](picture:name)`."""
    return [
        (match[1].strip(), match[2].removeprefix(PICTURE_SCHEME))
        for match in PICTURE.finditer(source)
        if match[2].startswith(PICTURE_SCHEME)
    ]


def _plain(equation: str) -> str:
    """Return the equation without what depends on the language: words and the decimal comma."""
    equation = re.sub(r"\\(text|textit|textbf|textrm|mbox)\s*\{[^{}]*\}", r"\\\1{}", equation)
    return re.sub(r"\s+", "", equation.replace("{,}", "."))


def _without_comments(code: str) -> str:
    lines = (re.sub(r"\s*#.*$", "", line).rstrip() for line in code.split("\n"))
    return "\n".join(line for line in lines if line)


# what French typography leaves alone: code, equations, HTML tags, link targets
VERBATIM = re.compile(
    r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|<[^>\n]*>|\]\([^)\n]*\)", re.DOTALL
)
BEFORE_SIGN = re.compile(r" (?=[:;?!»](?!-))")  # not the `:-` that aligns a table


def french_spaces(text: str) -> str:
    """Return Markdown with French no-break spaces, so that no line begins with a `?`."""

    def spaced(plain: str) -> str:
        return BEFORE_SIGN.sub("\u00a0", plain).replace("« ", "«\u00a0")

    parts, at = [], 0
    for match in VERBATIM.finditer(text):
        parts += [spaced(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, spaced(text[at:])])
