"""One language out of a code cell that holds two: comments, docstrings and `tr(...)` calls."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

LANGUAGE_COMMENT = re.compile(r"# (en|fr): ")
NEARLY = re.compile(r"#+\s*(en|fr)\s*:", re.IGNORECASE)
DOCSTRING_LINE = re.compile(r"\s*(en|fr): ")
QUOTES = re.compile(r"""[rRuU]*("{3}|'{3}|"|')""")
NEEDS_NO_BRACKETS = (ast.Constant, ast.JoinedStr, ast.Name, ast.Call, ast.Attribute, ast.Subscript)


class TranslationError(Exception):
    """Text that cannot be put in one language; `line` counts from 1 in the cell."""

    def __init__(self, message: str, line: int):
        super().__init__(message)
        self.line = line


def in_language(source: str, language: str) -> str:
    """Return the code cell as the edition in `language` shows it."""
    return _resolve_calls(
        _resolve_docstrings(_resolve_comments(source, language), language), language
    )


def _resolve_comments(source: str, language: str) -> str:
    lines = source.split("\n")
    kept: list[str] = []
    speaking: dict[int, str] = {}  # line index -> language
    for line, column, comment in _comments(source):
        alone = not lines[line - 1][:column].strip()
        if alone and (match := LANGUAGE_COMMENT.match(comment)):
            speaking[line - 1] = match[1]
        elif NEARLY.match(comment):
            raise TranslationError(
                "a comment in one language is a whole line, `# en: …` or `# fr: …`; got "
                f"`{comment}`",
                line,
            )
    _both_spoken(speaking, "# ")
    for index, text in enumerate(lines):
        if index not in speaking:
            kept.append(text)
        elif speaking[index] == language:
            kept.append(LANGUAGE_COMMENT.sub("# ", text))
    return "\n".join(kept)


def _comments(source: str) -> Iterator[tuple[int, int, str]]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        yield from ((*t.start, t.string) for t in tokens if t.type == tokenize.COMMENT)
    except (tokenize.TokenError, SyntaxError):  # a magic, or a mistake that _parse will name
        for number, line in enumerate(source.split("\n"), 1):
            if line.lstrip().startswith("#"):
                yield number, len(line) - len(line.lstrip()), line.strip()


def _both_spoken(speaking: dict[int, str], prefix: str, *, first_line: int = 1) -> None:
    """Raise unless every run of neighbouring lines speaks both languages."""
    for start in speaking:
        if start - 1 in speaking:
            continue
        end = start
        while end in speaking:
            end += 1
        missing = {"en", "fr"} - {speaking[index] for index in range(start, end)}
        if missing:
            raise TranslationError(
                f"`{prefix}{speaking[start]}: …` has no `{prefix}{missing.pop()}: …` next to it: "
                "write the other language above or below it",
                start + first_line,
            )


def _resolve_docstrings(source: str, language: str) -> str:
    data = source.encode()
    for node in reversed(list(_docstrings(source))):
        start, end = _span(source, node)
        text = data[start:end].decode()
        quotes = QUOTES.match(text)
        if quotes is None:  # implicit concatenation in brackets: not a docstring one writes
            continue
        body = text[quotes.end() : -len(quotes[1])]
        lines = body.split("\n")
        speaking = {
            index: match[1]
            for index, line in enumerate(lines)
            if (match := DOCSTRING_LINE.match(line))
        }
        if not speaking:
            continue
        _both_spoken(speaking, "", first_line=node.lineno)
        kept = [
            (index, re.sub(r"^(\s*)(en|fr): ", r"\1", line) if index in speaking else line)
            for index, line in enumerate(lines)
            if speaking.get(index, language) == language
        ]
        if kept[0][0] != 0:  # the opening line was in the other language
            kept[0] = (0, kept[0][1].lstrip())
        body = "\n".join(line for _, line in kept)
        data = data[:start] + (quotes[0] + body + quotes[1]).encode() + data[end:]
    return data.decode()


def _docstrings(source: str) -> Iterator[ast.Constant]:
    """Yield the docstrings in the order of the text; none where the cell is not plain Python."""
    tree = _parse(source)
    if tree is None:
        return
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                found.append(first.value)
    yield from sorted(found, key=lambda node: node.lineno)


def _resolve_calls(source: str, language: str) -> str:
    while (tree := _parse(source)) is not None:
        calls = sorted(
            _outermost_calls(tree, in_f_string=False),
            key=lambda call: (call.lineno, call.col_offset),
        )
        if not calls:
            break
        data = source.encode()
        for call in reversed(calls):
            value = _text_in(call, language)
            start, end = _span(source, value)
            text = data[start:end].decode()
            if "\n" in text or not isinstance(value, NEEDS_NO_BRACKETS):
                text = f"({text})"
            start, end = _span(source, call)
            data = data[:start] + text.encode() + data[end:]
        source = data.decode()
    return source


def _outermost_calls(node: ast.AST, *, in_f_string: bool) -> Iterator[ast.Call]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
        if in_f_string:
            raise TranslationError(
                "`tr(...)` inside an f-string: assign it to a name first, or put the f-strings "
                'inside: tr(en=f"…", fr=f"…")',
                node.lineno,
            )
        yield node
        return
    inside = in_f_string or isinstance(node, ast.JoinedStr)
    for child in ast.iter_child_nodes(node):
        yield from _outermost_calls(child, in_f_string=inside)


def _text_in(call: ast.Call, language: str) -> ast.expr:
    texts = {keyword.arg: keyword.value for keyword in call.keywords}
    if call.args or set(texts) != {"en", "fr"}:
        raise TranslationError(
            '`tr` takes both languages, by name: tr(en="…", fr="…"); got '
            f"`{ast.unparse(call)[:80]}`",
            call.lineno,
        )
    return texts[language]


def _span(source: str, node: ast.expr) -> tuple[int, int]:
    """Return where `node` stands in the utf-8 bytes of `source`, which is how ast counts."""
    starts = [0]
    for line in source.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (
        starts[node.lineno - 1] + node.col_offset,
        starts[node.end_lineno - 1] + node.end_col_offset,
    )


def _parse(source: str) -> ast.Module | None:
    """Return the tree; None for a cell with IPython's magics, in which nothing is translated."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        from IPython.core.inputtransformer2 import TransformerManager

        plain = TransformerManager().transform_cell(source)
        try:
            tree = ast.parse(plain)
        except SyntaxError:
            raise TranslationError(f"this does not parse: {error.msg}", error.lineno or 1) from None
        if any(isinstance(node, ast.Name) and node.id == "tr" for node in ast.walk(tree)):
            raise TranslationError(
                "`tr(...)` in a cell with a magic (% or !): move the magic to a cell of its own", 1
            ) from None
        return None
