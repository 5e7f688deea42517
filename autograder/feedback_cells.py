"""The cells on a feedback page: prose of the course, code, and what it put out, as plain HTML."""

import re
from html import escape
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.harmless import PICTURES, harmless_outputs, readable
from course_utils.language import tr

LOADED_PICTURE = re.compile(
    r'<img\b(?=[^>]*\bsrc="(?!data:image/))[^>]*?(?:\balt="([^"]*)")?[^>]*>'
)
EQUATION = re.compile(r"(<(pre|code)\b.*?</\2>)|(\$\$.+?\$\$|\$[^$\n]+?\$)", re.DOTALL)
CODE = HtmlFormatter(nowrap=True)


def cell_html(cell: NotebookNode, prose: dict[str, NotebookNode]) -> str:
    """Return a cell as it stands on the page; of prose only the course's own is more than text."""
    if cell.cell_type != "code":
        ours = prose.get(cell.source)
        if ours is None:
            text = re.sub(r"\A(`{3,})text\n(.*)\n\1\Z", r"\2", cell.source, flags=re.DOTALL)
            return f'<pre class="typed">{escape(readable(text))}</pre>\n' if text.strip() else ""
        return f'<div class="prose">{markdown(ours.source, ours.get("attachments"))}</div>\n'
    meta = cell.metadata.get("nbgrader", {})
    label = ""
    if meta.get("solution"):
        label = tr(en="Your answer", fr="Votre réponse")
    elif meta.get("grade"):
        label = tr(en="The check you could see", fr="La vérification visible")
    code = highlight(readable(cell.source), PythonLexer(stripnl=False), CODE)
    source = f'<pre class="code">{code}</pre>\n' if cell.source.strip() else ""
    outputs = cell.outputs[1:] if "verdict" in cell.metadata else cell.outputs
    shown = "".join(_output(output) for output in harmless_outputs(outputs))
    if meta.get("grade"):
        return f"<details><summary>{label}</summary>{source}</details>\n{shown}"
    return (f"<h3>{label}</h3>\n" if label else "") + source + shown


def _output(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return f'<pre class="out {output.name}">{escape(output.text)}</pre>\n'
    if output.output_type == "error":
        return f'<pre class="out error">{escape(output.traceback[0])}</pre>\n'
    text = escape(output.data.get("text/plain", ""), quote=True)
    for kind in PICTURES:
        if kind in output.data:
            data = output.data[kind]
            return f'<p class="out"><img alt="{text}" src="data:{kind};base64,{data}"></p>\n'
    return f'<pre class="out">{text}</pre>\n'


def markdown(source: str, attachments: Any = None) -> str:
    """Return the course's own prose; equations stay TeX, and pictures of other sites their name."""
    renderer = IPythonRenderer(
        escape=False, attachments=attachments or {}, exclude_anchor_links=True
    )
    text = MarkdownWithMath(renderer=renderer).render(source)
    text = LOADED_PICTURE.sub(lambda match: match[1] or "", text)
    return EQUATION.sub(lambda m: m[1] or f'<span class="tex">{m[3]}</span>', text)


def number(points: float) -> str:
    """Return points with at most two decimals, written as the language in use does."""
    text = f"{round(float(points), 2):g}"
    return tr(en=text, fr=text.replace(".", ","))
