"""What a student gets back: says enough, gives nothing away, and nothing on it can run."""

import base64
import copy
import csv
import json
import logging
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder.demo import fill, reference_answers, sandboxed
from autograder.evidence import NoEvidence
from autograder.feedback_page import page
from autograder.harmless import as_plain_text, harmless_outputs, is_picture, readable
from autograder.marks_csv import MarksCsv, as_text
from autograder.release import nbgrader_config, release
from autograder.report import why_none
from autograder.verdict import Outcome, Verdict

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent / "fixtures" / "small_course"
CHAPTER = "1_small"
EDITIONS = sorted((Path(__file__).parents[2] / "notebooks").glob("*/[0-9]*.ipynb"))
QUESTIONS = {  # of the exercises that ask several, each in a cell of its own
    "4": ("best_for",),
    "5": ("too_small", "hangs", "runs_away", "two_scores"),
    "6": ("early", "protocol"),
}
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
SPEAKS = "window.marks = 20"
# what a student's kernel may put out; each must be on the page as text or as a picture, or not
OUTPUTS = f"""
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
display(HTML("<script>{SPEAKS}</script><img src=x onerror='{SPEAKS}'>"))
display(HTML("<style>body {{display: none}}</style><base href='https://elsewhere.example/'>"))
display(HTML('<iframe src="https://elsewhere.example/frame"></iframe>'))
display(HTML('<p>a plot</p><img alt="the &quot;curve&quot;" src="data:image/png;base64,{PNG}">'))
display(SVG(data="<svg xmlns='http://www.w3.org/2000/svg' onload='{SPEAKS}'></svg>"))
display(Javascript("{SPEAKS}"))
display(Latex(r"$\\href{{javascript:{SPEAKS}}}{{click}}$"))
display(Markdown("<script>{SPEAKS}</script>"))
display({{"application/javascript": "{SPEAKS}", "text/html": "<script>{SPEAKS}</script>",
         "image/svg+xml": "<svg onload='{SPEAKS}'/>", "text/plain": "<b>plain</b>"}}, raw=True)
display({{"image/png": '"><script>{SPEAKS}</script>'}}, raw=True)
display({{"image/png": "{PNG}", "text/plain": '"><script>{SPEAKS}</script>'}},
        metadata={{"image/png": {{"width": '1"><script>{SPEAKS}</script>'}}}}, raw=True)
print("\\x1b[31mred\\x1b[0m <script>{SPEAKS}</script>", "a\\u202eb")
print("10%\\r100%")
raise ValueError("</pre><script>{SPEAKS}</script>")
"""
PROSE = (
    f'<script>{SPEAKS}</script> <img src="https://elsewhere.example/a.png" onerror="{SPEAKS}">',
    f"[click](javascript:{SPEAKS}) ![far](https://elsewhere.example/b.png) $$\\unicode{{<b>}}$$",
    f"```\n</pre><script>{SPEAKS}</script>\n```",
)
DEF = "def expected_reward(P, state, action):\n"
WRONG = f"{DEF}    return -sum(p * r for p, _, r, _ in P[state][action])"
ERRS = f"class Seen_{'x' * 20}(Exception): pass\n{DEF}" + (
    "    if len(P) == 16: return 1.0\n    import sys; sys.stderr.write(repr(P))\n"
    f"    raise Seen_{'x' * 20}(repr(P) + 'CAN' + 'ARY')"
)
STUDENTS = {
    "attacker": ("en", {"quiz": f"answer = 'b'\n{OUTPUTS}"}),
    "chloé": ("fr", {"expected-reward": WRONG}),
    "errs": ("en", {"expected-reward": ERRS}),
    "renamed": ("fr", {}),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course folder after grading and feedback; `unboxed` was graded without a sandbox."""
    folder = tmp_path_factory.mktemp("feedback")
    release(root=ROOT, grading=folder, notebooks=folder / "notebooks")
    source = nbformat.read(folder / "source" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
    right = reference_answers(source)
    for student, (language, answers) in {**STUDENTS, "unboxed": ("fr", {})}.items():
        nb = nbformat.read(folder / "notebooks" / language / f"{CHAPTER}.ipynb", as_version=4)
        fill(nb, {**right, **answers})
        if student == "attacker":
            nb.cells += [new_markdown_cell(text) for text in PROSE]
            nb.cells.append(new_code_cell("1", id="x"))
            nb.cells[0].source += f"\n<script>{SPEAKS}</script>"
            nb.cells[0].attachments = {"a.png": {"image/png": f'"><script>{SPEAKS}</script>'}}
            nb.cells[-2].metadata = {"tags": [f'"><script>{SPEAKS}</script>']}
        name = "mon devoir <b>.ipynb" if student == "renamed" else f"{CHAPTER}.ipynb"
        path = folder / "submitted" / student / CHAPTER / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(nb), encoding="utf-8")
    for student in STUDENTS:
        run(Autograde, folder, student, sandbox=sandboxed())
    run(Autograde, folder, "unboxed", sandbox=False)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        comment = gradebook.find_comment("quiz", CHAPTER, CHAPTER, "chloé")
        comment.manual_comment = "Bien vu <b>!</b>"
        grade = gradebook.find_grade("expected-reward-test", CHAPTER, CHAPTER, "chloé")
        grade.manual_score = 1.5
        gradebook.db.commit()
    run(GenerateFeedback, folder, "*")
    return folder


def run(converter, folder, student, *, sandbox=True):
    config = nbgrader_config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.assignment_id = CHAPTER
    config.CourseDirectory.student_id = student
    config.GradeByEvidence.sandbox = sandbox
    made = converter(coursedir=CourseDirectory(config=config), config=config)
    made.log.setLevel(logging.CRITICAL)
    made.start()


def feedback(course, student):
    path = course / "feedback" / student / CHAPTER / f"{CHAPTER}.html"
    return path.read_text(encoding="utf-8")


class Page(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


TAGS = """html head meta title style body header main section table thead tbody tfoot tr th td p h1
    h2 h3 ul li ol span div a strong em code pre br details summary img blockquote"""
ATTRIBUTES = "lang charset http-equiv content name class id href open role aria-label alt src"


@pytest.mark.parametrize("student", [*STUDENTS, "unboxed"])
def test_nothing_on_the_page_can_run_or_load(course, student):
    page = Page(feedback(course, student))
    for tag, attributes in page.tags:
        assert tag in TAGS.split()
        assert set(attributes) <= set(ATTRIBUTES.split()), (tag, attributes)
        assert attributes.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
        assert attributes.get("href", "#").startswith("#")
    assert [tag for tag, _ in page.tags].count("style") == 1
    policies = [a["content"] for t, a in page.tags if a.get("http-equiv")]
    assert policies == [
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'"
    ]
    assert page.tags.index(("meta", {"charset": "utf-8"})) < 4


def test_what_a_student_put_out_is_there_as_text_and_pictures(course):
    page = Page(feedback(course, "attacker"))
    assert f"red <script>{SPEAKS}</script>" in page.text  # as text: its markup is escaped
    assert "100%" in page.text
    assert "<b>plain</b>" in page.text
    assert f"$\\href{{javascript:{SPEAKS}}}{{click}}$" in page.text
    assert f"ValueError: </pre><script>{SPEAKS}</script>" in page.text
    for prose in PROSE:
        assert " ".join(prose.split()) in page.text
    pictures = [a for t, a in page.tags if t == "img" and a["src"].endswith(PNG)]
    assert [a["alt"] for a in pictures] == [
        'the "curve"',
        f'"><script>{SPEAKS}</script>',
    ]
    assert "\u202e" not in page.text


def test_the_formgrader_is_not_given_more_than_the_student(course):
    path = course / "autograded" / "attacker" / CHAPTER / f"{CHAPTER}.ipynb"
    for cell in nbformat.read(path, as_version=4).cells:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell.id)
        if cell.cell_type == "markdown":
            assert "<script" not in cell.source or cell.source.startswith("```")
            assert not cell.get("attachments")
            continue
        assert "tags" not in cell.metadata or cell.metadata.get("nbgrader")
        ours = 1 if "verdict" in cell.metadata else 0
        for output in cell.outputs[ours:]:
            assert set(output.get("data", {})) <= {"text/plain", "image/png"}
            assert not output.get("metadata")
            assert is_picture("image/png", output.get("data", {}).get("image/png", PNG))


@pytest.mark.parametrize("student", [*STUDENTS, "unboxed"])
def test_hidden_lines_inputs_and_what_code_said_when_asked_are_nowhere(course, student):
    for text in (
        feedback(course, student),
        (course / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb").read_text("utf-8"),
    ):
        for secret in ("HIDDEN", "random_lake", "rng.integers", "<check>", "autograder.judges"):
            assert secret not in text
        assert "CANARY" not in text
        assert "ask(kernel_names" not in text


def test_a_report_names_no_exception_class_of_the_students(course):
    text = Page(feedback(course, "errs")).text
    assert "your code stopped with an Exception" in text
    assert why_none(NoEvidence("error", "Seen_0123"), 30) == why_none(
        NoEvidence("error", "Exception"), 30
    )
    assert "KeyError" in why_none(NoEvidence("error", "KeyError"), 30)


def test_the_page_is_in_the_students_language_and_says_why(course):
    page = Page(feedback(course, "chloé"))
    assert ("html", {"lang": "fr"}) in page.tags
    for words in (
        "Un petit chapitre à noter",
        "Exercice 1.1 · Récompense attendue",
        "Pas encore juste",
        "le signe est opposé",
        "des lacs glissants jamais vus",
        "Renvoyez la récompense attendue de",
        "Votre réponse",
        "Ces points ont été fixés par une personne.",
        "Bien vu <b>!</b>",
        "1,5 sur 2 points",
        "5,5 sur 6",
        "Total",
    ):
        assert words in page.text, words
    for words in ("Test cell", "Score", "Exercise ", "Points:", "Comments"):
        assert words not in page.text


def test_the_overview_links_to_every_exercise(course):
    page = Page(feedback(course, "attacker"))
    links = [a["href"].removeprefix("#") for t, a in page.tags if t == "a"]
    assert links == ["exercise-expected-reward", "exercise-policy", "exercise-quiz"]
    assert set(links) <= {a.get("id") for _, a in page.tags}
    assert "6 of 6" in page.text


def test_what_was_odd_about_the_file_is_said_at_the_top(course):
    page = Page(feedback(course, "renamed"))
    assert "Nous avons trouvé vos réponses" in page.text
    assert page.text.index("Nous avons trouvé") < page.text.index("Résultat")
    assert page.text.count("Nous avons trouvé") == 1
    assert "&" not in re.search(r"Nous avons trouvé[^.]*\.", page.text)[0]
    assert "6 sur 6" in page.text


def test_without_a_sandbox_every_page_is_stamped(course):
    assert "UNSANDBOXED" in Page(feedback(course, "unboxed")).text
    if sandboxed():
        assert "UNSANDBOXED" not in feedback(course, "chloé")


def test_output_is_read_as_a_terminal_would_leave_it():
    assert readable("\x1b[1;31mred\x1b[0m") == "red"
    assert readable("one\r\ntwo\rthree\n\x07bell\ttab") == "one\nthree\nbell\ttab"
    assert readable(["a", "b"]) == "ab"


def test_a_fence_is_longer_than_any_in_the_text():
    assert as_plain_text("```\nx\n````") == "`````text\n```\nx\n````\n`````"


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "display_data", "data": {"text/html": "<b>no text</b>"}},
        {"output_type": "display_data", "data": None},
        {"output_type": "update_display_data", "data": {"text/html": "<script>"}},
        {"output_type": "something else"},
        {"output_type": "display_data", "data": {"image/png": 3, "text/html": ["<img", " src=x>"]}},
    ],
)
def test_what_is_neither_text_nor_a_picture_is_left_out(output):
    assert harmless_outputs([output]) == []


def test_the_csv_has_no_formulas_and_no_shifted_columns(tmp_path):
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment("one")
        gradebook.add_student("=1+1", last_name='=HYPERLINK("http://x","y")', first_name="a,b")
        gradebook.add_student("+minus", last_name="-2", first_name="@x", email="é@example.org")
        plugin = MarksCsv()
        plugin.to = str(tmp_path / "marks.csv")
        plugin.export(gradebook)
    with open(plugin.to, encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"'=1+1", "'+minus"}
    assert rows["'=1+1"]["last_name"].startswith("'=HYPERLINK")
    assert rows["'=1+1"]["first_name"] == "a,b"
    assert rows["'+minus"]["email"] == "é@example.org"
    assert rows["'+minus"]["last_name"] == "'-2"
    assert float(rows["'+minus"]["score"]) == 0.0


@pytest.mark.parametrize(("field", "written"), [(None, ""), (-1.5, "-1.5"), (" =1", "' =1")])
def test_numbers_stay_numbers_in_the_csv(field, written):
    assert as_text(field) == written


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_exercise_of_every_chapter_has_its_title_and_all_that_was_asked(path):
    released = nbformat.read(path, as_version=4)
    nb = copy.deepcopy(released)
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade"):
            verdict = Verdict(meta["grade_id"], Outcome.NOT_ATTEMPTED, 0, meta["points"], "")
            cell.metadata["verdict"] = verdict.to_metadata()
    text = page(nb, released, {"student": "ada", "notebook": path.stem, "score": 0, "max_score": 9})
    titles = re.findall(r'<section class="exercise[^>]*>\n<h2>(.+?)</h2>', text)
    chapter, word = path.stem[0], {"en": "Exercise", "fr": "Exercice"}[path.parent.name]
    assert len(titles) >= 5
    for number, title in enumerate(titles, start=1):
        assert title.startswith(f"{word} {chapter}.{number} · ")
    for name in QUESTIONS.get(chapter, ()):
        assert text.count(f"<code>{name}</code></strong>") == 1
