"""Are the committed notebooks what the sources give, without a trace of the answers?"""

import ast
import re

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.prose import difference
from autograder.release import release
from autograder.sources import LANGUAGES, ROOT, find_sources

REGION = re.compile(
    r"^[ \t]*### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)^[ \t]*### END \1", re.DOTALL | re.MULTILINE
)
SHORT = 15  # characters: `return values` gives nothing away


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """The editions, made anew from the sources, with a gradebook of their own."""
    folder = tmp_path_factory.mktemp("release")
    release(grading=folder / "grading", notebooks=folder / "notebooks")
    return folder / "notebooks"


def plain_python(source):
    return TransformerManager().transform_cell(source)


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def statements(source):
    """Every statement in `source`, written the one way that `ast` writes it."""
    tree = ast.parse(plain_python(source))
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)}


def dedented(lines):
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[indent:] for line in lines)


def test_there_are_chapters():
    assert find_sources()


def test_the_committed_notebooks_are_what_the_sources_give(committed, fresh, language):
    advice = f"{committed.relative_to(ROOT)}: run make release and commit"
    assert committed.exists(), advice
    assert committed.read_bytes() == (fresh / language / committed.name).read_bytes(), advice


def test_every_committed_notebook_has_a_source():
    committed = {path.relative_to(ROOT / "notebooks") for path in ROOT.glob("notebooks/**/*.ipynb")}
    committed = {path for path in committed if ".ipynb_checkpoints" not in path.parts}
    expected = {
        f"{language}/{path.stem}.ipynb" for path in find_sources() for language in LANGUAGES
    }
    assert {str(path) for path in committed} == expected, "run make release and commit"


def test_an_edition_is_valid_and_holds_no_output(edition, language):
    nbformat.validate(edition)
    assert edition.metadata.course.language == language
    for cell in edition.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_an_edition_holds_no_marker_and_nothing_of_ours(edition):
    for cell in edition.cells:
        for marker in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "# stub ", "(picture:"):
            assert marker not in cell.source
        assert not set(cell.metadata) & {"slug", "lang", "picture"}
    for source in code_of(edition):
        assert "autograder" not in source
        assert not re.search(r"\btr\(", source)
        assert not re.search(r"^\s*# ?(en|fr) ?:", source, re.MULTILINE)


def test_no_hidden_line_is_released(chapter, edition):
    released = {line.strip() for cell in edition.cells for line in cell.source.split("\n")}
    hidden, visible = set(), set()
    for cell in chapter.cells:
        if cell.is_code:
            visible |= {line.strip() for line in REGION.sub("", cell.source).split("\n")}
        for kind, text in REGION.findall(cell.source):
            if kind == "HIDDEN TESTS":
                hidden |= {line.strip() for line in text.split("\n") if len(line.strip()) > SHORT}
    assert hidden
    assert not (hidden - visible) & released


def test_no_solution_is_released(chapter, edition):
    """A statement may stand in a cell that students see anyway; a whole solution never may."""
    released = set().union(*map(statements, code_of(edition)))
    text = "\n".join(" ".join(source.split()) for source in code_of(edition))
    visible = set()
    for cell in chapter.cells:
        if cell.is_code:
            visible |= statements(REGION.sub("pass", cell.source) if cell.is_check else "pass")
            if not (cell.is_check or cell.is_answer):
                visible |= statements(cell.source)
    found = 0
    for cell in chapter.cells:
        for kind, region in REGION.findall(cell.source):
            if kind != "SOLUTION":
                continue
            found += 1
            lines = [line for line in region.split("\n") if not line.strip().startswith("# stub")]
            assert " ".join("\n".join(lines).split()) not in text
            secret = {one for one in statements(dedented(lines)) if len(one) > SHORT}
            assert not (secret - visible) & released
    assert found >= 4  # exercises a chapter


class Wordless(ast.NodeTransformer):
    """Takes out the words, which differ between the editions."""

    def visit_JoinedStr(self, node):
        return ast.Constant("")

    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_Call(self, node):  # a method of a text: f"{n:,} épisodes".replace(",", " ")
        node = self.generic_visit(node)
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        is_text = isinstance(owner, ast.Constant) and owner.value == ""
        return ast.Constant("") if is_text else node


def without_words(source):
    return ast.dump(Wordless().visit(ast.parse(plain_python(source))))


def test_the_editions_hold_together(source):
    english, french = (
        nbformat.read(ROOT / "notebooks" / language / f"{source.stem}.ipynb", as_version=4)
        for language in LANGUAGES
    )
    assert [cell.id for cell in english.cells] == [cell.id for cell in french.cells]
    exercises = 0
    for one, other in zip(english.cells, french.cells, strict=True):
        for cell in (one, other):
            cell.metadata.get("nbgrader", {}).pop("checksum", None)  # of the text, so not the same
        assert one.cell_type == other.cell_type
        assert one.metadata == other.metadata, one.id
        assert set(one.get("attachments", {})) == set(other.get("attachments", {})), one.id
        if one.cell_type == "code":
            exercises += bool(one.metadata.get("nbgrader", {}).get("grade"))
            assert without_words(one.source) == without_words(other.source), one.id
        else:
            assert difference(one.source, other.source) is None, one.id
            assert one.source != other.source, f"{one.id}: the same text in both languages"
    assert exercises >= 4
