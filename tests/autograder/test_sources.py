"""Does a mistake in a source stop the build with the file, the cell and what to do?"""

import ast
import re

import pytest

from autograder.__main__ import main
from autograder.markers import with_stubs, without_hidden
from autograder.prose import french_spaces
from autograder.sources import SourceError, find_problems, find_sources, read_cells, read_chapter
from autograder.translate import TranslationError, in_language

CHECK_DEPTH = '"grade": true, "grade_id": "depth-test", "locked": true, "points": 2'
DRY = 'check([depth(0.0, 2.0)], close(), about=tr(en="a dry pond", fr="une mare à sec"))'
PLAIN_CELL = '\n# %% slug="plain"\n{}\n\n# %% [markdown] slug="what-you-see" lang="en"'
BEFORE_PICTURE = '\n# %% [markdown] slug="what-you-see" lang="en"'

# what is replaced in the good source, by what, and what the error must say
MISTAKES = {
    "solution never closed": ("    ### END SOLUTION\n\n\n", "\n\n", "is never closed: add"),
    "solution opened twice": (
        "    deep_secret = volume",
        "    ### BEGIN SOLUTION\n    deep_secret = volume",
        "a second `### BEGIN SOLUTION`",
    ),
    "solution closed first": (
        "    ### BEGIN SOLUTION\n    # stub en: Exercise 1.1",
        "    # stub en: Exercise 1.1",
        "`### END SOLUTION` without",
    ),
    "hidden never closed": (f"{DRY}\n### END HIDDEN TESTS", DRY, "is never closed: add"),
    "marker misspelt": (
        "    ### BEGIN SOLUTION",
        "    ## BEGIN SOLUTION",
        "stands alone on its line",
    ),
    "solution in a plain cell": (
        BEFORE_PICTURE,
        PLAIN_CELL.format("### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
        "belongs in an answer cell",
    ),
    "hidden in a plain cell": (
        BEFORE_PICTURE,
        PLAIN_CELL.format("### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS"),
        "belongs in a check cell",
    ),
    "hidden in prose": ("# Divide.\n", "# ### BEGIN HIDDEN TESTS\n", "belongs in a check cell"),
    "mark scheme": ("# Divide.\n", "# ### BEGIN MARK SCHEME\n", "marked by hand"),
    "sibling missing": (
        '# %% [markdown] slug="what-you-see" lang="fr"\n# ![Un carré gris](picture:square)\n\n',
        "",
        "its sibling does not follow",
    ),
    "sibling of another name": (
        'slug="pond" lang="fr"',
        'slug="mare" lang="fr"',
        "its sibling does not follow",
    ),
    "sibling not adjacent": (
        '# %% [markdown] slug="what-you-see" lang="fr"',
        '# %% slug="between"\nx = 1\n\n# %% [markdown] slug="what-you-see" lang="fr"',
        "its sibling does not follow",
    ),
    "siblings in one language": ('slug="pond" lang="fr"', 'slug="pond" lang="en"', "same name"),
    "no language": ('slug="pond" lang="fr"', 'slug="pond"', 'has lang="en" or lang="fr"'),
    "other equation": ("# Renvoyez $d = \\frac{v}{a}$", "# Renvoyez $d = v$", "the equation"),
    "other displayed equation": (
        "$$d = 0 \\quad\\text{si",
        "$$d = 1 \\quad\\text{si",
        "the equation",
    ),
    "other code span": ("avec `depth(v, a)`", "avec `profondeur(v, a)`", "the code span"),
    "other link": ("[cours](https://example.org/course)", "[cours](https://example.org/c)", "link"),
    "other picture": ("gris](picture:square)", "gris](picture:cercle)", "the picture"),
    "no slug": ('# %% slug="show" picture', "# %% picture", "every cell has a slug"),
    "duplicate slug": ('# %% slug="show"', '# %% slug="depth"', "has a cell of the same name"),
    "slug in capitals": ('# %% slug="show"', '# %% slug="Show_it"', "a slug is lower case"),
    "slug beside grade_id": (
        '# %% exercise="1.2"',
        '# %% slug="other" exercise="1.2"',
        "remove the slug",
    ),
    "unknown metadata": ('picture="square"', 'picure="square"', "unknown metadata `picure`"),
    "unknown tag": ('tags=["setup"]', 'tags=["setup", "skip"]', "unknown tag 'skip'"),
    "raw cell": ('# %% slug="show"', '# %% [raw] slug="show"', "a raw cell"),
    "no set-up": ('tags=["setup"] ', "", "the first code cell is the set-up"),
    "set-up elsewhere": (
        'slug="show" picture',
        'slug="show" tags=["setup"] picture',
        "only the first code cell",
    ),
    "header number": (
        "# ### Exercise 1.1 · Depth",
        "# ### Exercise 1.2 · Depth",
        "differ from its sibling's",
    ),
    "header misformed": (
        "# ### Exercise 1.1 · Depth · 2 points",
        "# ### Exercise 1.1: Depth, 2 points",
        "an exercise begins with a line",
    ),
    "header in the wrong language": (
        "# ### Exercice 1.1 ·",
        "# ### Exercise 1.1 ·",
        "an exercise begins with a line",
    ),
    "four dots": ("Quiz · 1 point · 2 min · ●○○○○", "Quiz · 1 point · 2 min · ●○○○", "begins with"),
    "minutes": (
        "difficulty=2 minutes=5",
        "difficulty=2 minutes=6",
        "says minutes 5, the metadata 6",
    ),
    "dots": ("difficulty=2 minutes=5", "difficulty=3 minutes=5", "says difficulty 2"),
    "points": (CHECK_DEPTH, CHECK_DEPTH[:-1] + "3", "says 2 points, the metadata 3"),
    "no points": (CHECK_DEPTH, CHECK_DEPTH[:-1] + "0", "a whole number above 0"),
    "exercise out of order": (
        'exercise="1.2"',
        'exercise="1.3"',
        "this is exercise 1.2 by its place",
    ),
    "answer without header": (
        re.compile(r'# %% \[markdown\] slug="ex-quiz" lang="en".*?(?=# %% exercise)', re.DOTALL),
        "",
        "no header before this answer cell",
    ),
    "header without answer": (
        re.compile(r'# %% exercise="1.2".*', re.DOTALL),
        "",
        "the exercise has no answer cell",
    ),
    "header followed by the next": (
        re.compile(r'# %% exercise="1.1".*?(?=# %% \[markdown\] slug="what)', re.DOTALL),
        "",
        "the exercise has no answer cell",
    ),
    "answer without check": (
        re.compile(r'# %% nbgrader=\{"grade": true, "grade_id": "quiz-test".*', re.DOTALL),
        "",
        'write one with grade_id "quiz-test"',
    ),
    "answer followed by another": (
        re.compile(
            r'# %% nbgrader=\{"grade": true, "grade_id": "depth-test".*?(?=# %% \[)', re.DOTALL
        ),
        "",
        'write one with grade_id "depth-test"',
    ),
    "check without answer": (
        re.compile(r'# %% exercise="1.2".*?(?=# %% nbgrader)', re.DOTALL),
        "",
        "no answer cell before this check cell",
    ),
    "check named otherwise": ('"depth-test"', '"depth-check"', 'is called "depth-test"'),
    "old schema": (
        '"grade_id": "quiz", "locked": false, "schema_version": 3',
        '"grade_id": "quiz", "locked": false, "schema_version": 1',
        "`schema_version` is 3",
    ),
    "neither answer nor check": (
        '"grade_id": "quiz", "locked": false, "schema_version": 3, "solution": true',
        '"grade_id": "quiz", "locked": false, "schema_version": 3, "solution": false',
        "either an answer",
    ),
    "points on the answer": (
        '"grade_id": "quiz", "locked": false',
        '"grade_id": "quiz", "points": 1, "locked": false',
        "points belong to the check cell",
    ),
    "exercise on a plain cell": (
        'slug="show" picture',
        'slug="show" exercise="1.2" picture',
        "`exercise` belongs to an answer cell",
    ),
    "no solution": (
        re.compile(r"### BEGIN SOLUTION\n# stub en: Exercise 1\.2.*?### END SOLUTION", re.DOTALL),
        'answer = "a"',
        "no solution: write it between",
    ),
    "no French stub": (
        re.compile(r"    # stub fr: Exercice 1.1 .*?\n"),
        "",
        "begin it with `# stub fr: …`",
    ),
    "stub without its number": (
        "# stub en: Exercise 1.2: write",
        "# stub en: write",
        "names its exercise, 1.2",
    ),
    "stub that does not parse": (
        "    ### BEGIN SOLUTION\n    # stub en: Exercise 1.1",
        "    if area:\n    ### BEGIN SOLUTION\n    # stub en: Exercise 1.1",
        "does not parse",
    ),
    "no hidden part": (
        re.compile(
            r"### BEGIN HIDDEN TESTS\nfrom autograder.checks import check, rng.*?### END "
            r"HIDDEN TESTS\n",
            re.DOTALL,
        ),
        "",
        "no hidden part",
    ),
    "hidden part without check": (
        re.compile(r"volumes = rng.*?### END", re.DOTALL),
        "x = 1\n### END",
        "has no `check(evidence",
    ),
    "one check": (f"{DRY}\n", "", "has one `check`"),
    "check in a loop": (DRY, f"for _ in range(2):\n    {DRY}", "stands inside another statement"),
    "check without about": (
        DRY,
        "check([depth(0.0, 2.0)], close())",
        "a check is written",
    ),
    "judge that is not told what is right": (
        DRY,
        DRY.replace("close()", "each(drawn_from(sigmas=5))"),
        "has to be told what is right",
    ),
    "about in one language": (
        DRY,
        'check([depth(0.0, 2.0)], close(), about="a dry pond")',
        "`about` is said in both languages",
    ),
    "no visible part": (
        'expect(answer, lambda letter: letter in ("a", "b"), what="answer")\n',
        "",
        "no visible part",
    ),
    "visible part that needs the hidden": (
        'expect(answer, lambda letter: letter in ("a", "b"), what="answer")\n### BEGIN HIDDEN',
        "if answer:\n### BEGIN HIDDEN",
        "each parse alone",
    ),
    "tr with one language": (
        'alt=tr(en="A grey square", fr="Un carré gris")',
        'alt=tr(en="A grey square")',
        "`tr` takes both languages",
    ),
    "tr by position": (
        'alt=tr(en="A grey square", fr="Un carré gris")',
        'alt=tr("A grey square", "Un carré gris")',
        "`tr` takes both languages",
    ),
    "tr in an f-string": (
        'alt=tr(en="A grey square", fr="Un carré gris")',
        "alt=f\"{tr(en='A grey square', fr='Un carré gris')}\"",
        "inside an f-string",
    ),
    "tr beside a magic": (
        "from course_utils.video import Video\n",
        "%time x = 1\nfrom course_utils.video import Video\n",
        "move the magic to a cell of its own",
    ),
    "code that does not parse": ("import numpy as np\n", "import numpy as\n", "does not parse"),
    "comment in one language": ("# fr: L'image est faite de nombres.\n", "", "has no `# fr: …`"),
    "comment behind code": (
        "import numpy as np\n",
        "import numpy as np  # en: numbers\n",
        "is a whole line",
    ),
    "comment misspelt": ("# fr: L'image", "# fr : L'image", "is a whole line"),
    "docstring in one language": (
        "    fr: Renvoie la profondeur d'une mare en mètres.\n",
        "",
        "has no `fr: …`",
    ),
    "unknown picture": (
        'slug="show" picture="square"',
        'slug="show"',
        'no code cell has picture="square"',
    ),
    "no alt text": ("![A grey square]", "![]", "has no alt text"),
    "picture never shown": (
        re.compile(r"# !\[.*?\]\(picture:square\)"),
        "# A square.",
        "no prose cell shows its picture",
    ),
    "picture made twice": (
        'tags=["setup"]',
        'picture="square" tags=["setup"]',
        "makes a picture 'square' too",
    ),
    "picture misnamed": ('picture="square"', 'picture="A square"', "lower case, digits"),
    "text before the first cell": (
        '# %% [markdown] slug="pond" lang="en"',
        'import os\n# %% [markdown] slug="pond" lang="en"',
        "leave nothing before the first",
    ),
}


def broken(text, old, new):
    found = old.search(text) if isinstance(old, re.Pattern) else old in text
    assert found, f"the fixture has changed: it has no {old!r}"
    return (
        old.sub(lambda match: new, text) if isinstance(old, re.Pattern) else text.replace(old, new)
    )


def test_the_small_chapter_is_in_order(pond):
    assert find_problems(pond) == []
    chapter = read_chapter(pond)
    assert chapter.points == 3
    assert [cell.id for cell in chapter.cells][:3] == ["pond-en", "pond-fr", "setup"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_cell_and_what_to_do(pond, mistake):
    old, new, wanted = MISTAKES[mistake]
    pond.write_text(broken(pond.read_text(encoding="utf-8"), old, new), encoding="utf-8")
    messages = [str(error) for error in find_problems(pond)]
    assert any(wanted in message for message in messages), "\n".join(messages)
    for message in messages:
        assert re.match(r"solutions/1_pond\.py:\d+[,:] ", message)
    with pytest.raises(SourceError):
        read_chapter(pond)


def test_the_line_is_where_the_mistake_is(pond):
    lines = pond.read_text(encoding="utf-8").split("\n")
    number = next(i for i, line in enumerate(lines) if line.startswith("# fr: L'image"))
    lines[number] = "# FR: L'image"
    pond.write_text("\n".join(lines), encoding="utf-8")
    assert f'1_pond.py:{number + 1}, cell "show": ' in str(find_problems(pond)[0])


def test_words_and_the_decimal_comma_may_differ_in_an_equation(pond):
    text = pond.read_text(encoding="utf-8")
    french = text.replace("une mare a $0{.}5$", "une mare a $0{,}5$")
    assert "0{,}5" in french
    pond.write_text(french.replace("0{.}5", "0.5"), encoding="utf-8")
    assert find_problems(pond) == []


def test_a_chapter_that_jupytext_would_misread_is_refused(pond):
    empty = pond.with_name("2_empty.py")
    empty.write_text("x = 1\n", encoding="utf-8")
    assert "no cells" in str(find_problems(empty)[0])
    assert "named like" in str(find_problems(pond.with_name("pond.py"))[0])


def test_chapters_are_found_by_number_name_and_path(course):
    (path,) = find_sources(root=course)
    for name in ("1", "1_pond", "solutions/1_pond.py"):
        assert find_sources([name], root=course) == [path]
    with pytest.raises(SourceError, match=r"no chapter '7'.* the chapters are: 1_pond"):
        find_sources(["7"], root=course)


def test_the_command_line_prints_a_sentence_and_no_traceback(capsys):
    assert main(["check", "no_such_chapter"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("no chapter 'no_such_chapter' in solutions/")
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("source", "en", "fr"),
    [
        ('x = tr(en="a", fr="é") + tr(en="b", fr="ç")', 'x = "a" + "b"', 'x = "é" + "ç"'),
        ('"é"; tr(en="a", fr="b")', '"é"; "a"', '"é"; "b"'),
        ('{tr(en="k", fr="l"): tr(en=1, fr=2)}', '{"k": 1}', '{"l": 2}'),
        ('tr(en=f"{x} é", fr=f"{x!r:>3}")', 'f"{x} é"', 'f"{x!r:>3}"'),
        ('tr(en=tr(en="a", fr="b"), fr="c")', '"a"', '"c"'),
        ('tr(en=a if b else c, fr=d) * 2', "(a if b else c) * 2", "d * 2"),
        ('x = tr(\n    en="a"\n    "b",\n    fr="c",\n)', 'x = ("a"\n    "b")', 'x = "c"'),
        ("# en: a\n# en: b\n# fr: c\nx = 1", "# a\n# b\nx = 1", "# c\nx = 1"),
        ("x = '''\n# en: a\n'''", "x = '''\n# en: a\n'''", "x = '''\n# en: a\n'''"),
        ('def f():\n    """en: A.\n    fr: B.\n    """', 'def f():\n    """A.\n    """',
         'def f():\n    """B.\n    """'),
        ('def f():\n    """en: A.\n\n    x: y\n    """', None, None),
        ('"""\nen: A é\nfr: B\n"""', '"""\nA é\n"""', '"""\nB\n"""'),
        ("%pip list\n# en: a\n# fr: b", "%pip list\n# a", "%pip list\n# b"),
        ("attr(en=1)", "attr(en=1)", "attr(en=1)"),
    ],
)  # fmt: skip
def test_code_in_one_language(source, en, fr):
    if en is None:
        with pytest.raises(TranslationError, match="has no `fr: …`"):
            in_language(source, "en")
        return
    assert in_language(source, "en") == en
    assert in_language(source, "fr") == fr


def test_a_stub_quotes_its_sentence_and_keeps_the_indent():
    region = ["### BEGIN SOLUTION", "# stub en: {}", "# stub fr: x", "### END SOLUTION"]
    source = "\n    ".join(["def f():", *region])
    for sentence in ('say "a"', "it's \\n", 'it\'s "a"', "plain"):
        stub = with_stubs(source.format(sentence), "en")
        (function,) = ast.parse(stub).body
        assert function.body[0].exc.args[0].value == sentence


def test_the_visible_part_holds_nothing_hidden(pond):
    checks = [cell for cell in read_cells(pond) if cell.is_check]
    for cell in checks:
        assert "HIDDEN" not in without_hidden(cell.source)
        assert "check(" not in without_hidden(cell.source)
        assert "expect(" in without_hidden(cell.source)


def test_french_prose_gets_its_no_break_spaces_and_nothing_else_changes():
    text = "Quoi ? « Ici » : `a ? b : c`, $x : y$, [lien : là](a : b).\n\n| a | b |\n| :-- | :-: |"
    wanted = text.replace("Quoi ?", "Quoi\u00a0?").replace("« Ici » :", "«\u00a0Ici\u00a0»\u00a0:")
    assert french_spaces(text) == wanted.replace("[lien :", "[lien\u00a0:")
