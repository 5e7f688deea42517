"""Does `autograder grade` leave everyone in one named state, and lose nothing that was decided?"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import time

import nbformat
import psutil
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from test_execute import CHAPTER, run

from autograder import chapter, reference
from autograder.__main__ import parser
from autograder.chapter import GradeError, Options
from autograder.demo import fill, reference_answers, sandboxed
from autograder.grade import grade, table
from autograder.seeds import SeedsError, new_seed, seed_of
from autograder.sources import ROOT as PROJECT

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
DETAIL = "expected-reward-test"


def options(**given):
    return Options(sandbox=sandboxed(), **given)


def right(released, language="en", **answers):
    nb = nbformat.read(released / "notebooks" / language / f"{CHAPTER}.ipynb", as_version=4)
    source = released / "grading" / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    fill(nb, {**reference_answers(nbformat.read(source, as_version=4)), **answers})
    return json.dumps(nb)


def hand_in(root, student, text, name=f"{CHAPTER}.ipynb"):
    path = root / "submitted" / student / CHAPTER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def gradebook(root):
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}")


def by_student(results):
    assert len({one.student for one in results}) == len(results)
    return {one.student: one for one in results}


def test_a_class_from_an_inbox(released, root, tmp_path, capsys):
    inbox = tmp_path / "inbox"
    (inbox / "ada").mkdir(parents=True)
    (inbox / "ada" / "my work (2).ipynb").write_text(right(released))
    (inbox / "élise.ipynb").write_text(right(released, "fr"))
    (inbox / "bob").mkdir()
    (inbox / "bob" / "answers.ipynb").write_bytes(b"")
    (inbox / "carl").mkdir()
    (inbox / "carl" / "x.ipynb").symlink_to(inbox / "ada" / "my work (2).ipynb")
    (inbox / "dora").symlink_to(inbox / "ada")
    (inbox / "a*[!]").mkdir()
    (inbox / "notes.md").write_text("not a submission")
    with gradebook(root) as book:
        book.add_student("zoe")
    found = by_student(grade((CHAPTER,), options(inbox=inbox), root=root))
    states = {student: str(one.state) for student, one in found.items()}
    assert states == {
        "ada": "GRADED_SALVAGED",
        "élise": "GRADED_SALVAGED",
        "bob": "NEEDS_PERSON",
        "carl": "NEEDS_PERSON",
        "dora": "NEEDS_PERSON",
        "a*[!]": "NEEDS_PERSON",
        "notes": "NEEDS_PERSON",
        "zoe": "NOT_SUBMITTED",
    }
    assert found["ada"].points == found["élise"].points == 6
    assert found["bob"].notes[0].code == "empty"
    text = table(list(found.values()))
    for student, one in found.items():
        line = next(line for line in text.splitlines() if f" {student} " in f" {line} ")
        assert one.state in line
    page = (root / "feedback" / "élise" / CHAPTER / f"{CHAPTER}.html").read_text()
    assert "Nous avons trouvé vos réponses" in page
    page = (root / "feedback" / "ada" / CHAPTER / f"{CHAPTER}.html").read_text()
    assert "We found your answers although" in page
    assert (inbox / "bob" / "answers.ipynb").exists()
    # again: nothing is collected or graded twice, and whoever sends a mended file is
    (inbox / "bob" / "answers.ipynb").write_text(right(released))
    found = by_student(grade((CHAPTER,), options(inbox=inbox), root=root))
    assert {student for student, one in found.items() if one.again} == {"ada", "élise"}
    assert found["bob"].points == 6


def test_marks_comments_and_penalties_of_a_person_survive(released, root):
    hand_in(root, "ada", right(released))
    hand_in(root, "bob", "{")
    grade((), options(), root=root)
    with gradebook(root) as book:
        book.find_grade(DETAIL, CHAPTER, CHAPTER, "ada").manual_score = 1.25
        book.find_grade(DETAIL, CHAPTER, CHAPTER, "ada").extra_credit = 0.5
        book.find_comment("policy", CHAPTER, CHAPTER, "ada").manual_comment = "Elegant."
        book.find_submission_notebook(CHAPTER, CHAPTER, "ada").late_submission_penalty = 2.0
        for one in book.find_submission(CHAPTER, "bob").notebooks[0].grades:
            one.manual_score, one.needs_manual_grade = 0.5, False
        book.db.commit()
    for _ in range(2):
        found = by_student(grade((), options(force=True), root=root))
        assert (found["ada"].state, found["ada"].points) == ("GRADED", 1.25 + 0.5 + 4 - 2)
        assert (found["bob"].state, found["bob"].points) == ("DECIDED", 1.5)
    with gradebook(root) as book:
        assert book.find_comment("policy", CHAPTER, CHAPTER, "ada").comment == "Elegant."
    # another file: the mark by hand stands, and a person is asked
    hand_in(root, "ada", right(released, **{"expected-reward": "def expected_reward(*_): pass"}))
    found = by_student(grade((), options(), root=root))
    assert (found["ada"].state, found["ada"].notes[0].code) == ("NEEDS_PERSON", "manual")
    with gradebook(root) as book:
        assert book.find_grade(DETAIL, CHAPTER, CHAPTER, "ada").manual_score == 1.25


def test_an_interrupted_run_goes_on_where_it_was(released, root, monkeypatch):
    for student in ("ada", "bob", "cy"):
        hand_in(root, student, right(released))
    real = chapter.Chapter.run

    def stop_at_bob(self, converter, student, step):
        if student == "bob":
            raise KeyboardInterrupt
        real(self, converter, student, step)

    monkeypatch.setattr(chapter.Chapter, "run", stop_at_bob)
    found = by_student(grade((), options(), root=root))
    assert [found[s].state for s in ("ada", "bob", "cy")] == ["GRADED", *["GRADER_FAILED"] * 2]
    monkeypatch.setattr(chapter.Chapter, "run", real)
    found = by_student(grade((), options(), root=root))
    assert {one.state for one in found.values()} == {"GRADED"}
    assert [found[s].again for s in ("ada", "bob", "cy")] == [True, False, False]


def plain(results):
    return [(one.student, str(one.state), one.points, one.notes, one.again) for one in results]


def test_side_by_side_gives_what_one_after_the_other_gives(released, root):
    wrong = right(released, **{"expected-reward": "def expected_reward(*_): return 0.0"})
    ends = right(released, **{"expected-reward": "import os\nos._exit(0)"})
    for student, text in zip("abcd", (right(released), wrong, ends, "{"), strict=True):
        hand_in(root, student, text)
    (root / "submitted" / "linked").symlink_to("a")
    alone = grade((), options(), root=root)
    together = grade((), options(force=True, jobs=2), root=root)
    assert plain(together) == plain(alone)
    assert [one.points for one in together] == [6, 4, 4, 0, 0]
    for student in "abc":
        assert (root / "feedback" / student / CHAPTER / f"{CHAPTER}.html").exists()
    again = grade((), options(), root=root)
    assert [(one.points, one.again) for one in again[:2]] == [(6, True), (4, True)]
    with gradebook(root) as book:
        scores = [book.find_submission(CHAPTER, one.student).score for one in alone]
    assert scores == [6, 4, 4, 0, 0]


GRADE = """
import multiprocessing, os, signal, sys, threading, time
from pathlib import Path
from autograder import chapter
from autograder.demo import sandboxed
from autograder.grade import grade, table

class Bar(chapter.tqdm):
    def update(self, n=1):  # when the first one is done, as a terminal does with Ctrl-C
        processes = [*multiprocessing.active_children(), multiprocessing.current_process()]
        for process in processes:
            os.kill(process.pid, signal.SIGINT)

def interrupt_the_graders_as_they_start():
    told = set()
    while len(told) < 2:
        for process in {*multiprocessing.active_children()} - told:
            time.sleep(0.3)  # Python has begun, and loads what it needs
            os.kill(process.pid, signal.SIGINT)
            told.add(process)

if __name__ == "__main__":
    # as in a terminal: begun with & in a script, a program ignores SIGINT, and so do its children
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if "interrupt" in sys.argv:
        chapter.tqdm = Bar
    if "early" in sys.argv:
        threading.Thread(target=interrupt_the_graders_as_they_start).start()
    options = chapter.Options(sandbox=sandboxed(), jobs=2)
    print(table(grade((), options, root=Path(sys.argv[1])), sandbox=sandboxed()))
"""


@pytest.fixture
def grade_two_at_once(released, root, tmp_path):
    """Begins to grade four students in another process."""
    for number in range(4):
        hand_in(root, f"s{number}", right(released))
    script = tmp_path / "grade_them.py"
    script.write_text(GRADE)
    started = []

    def start(*how):
        command = [sys.executable, str(script), str(root), *how]
        env = {**os.environ, "PYTHONPATH": str(PROJECT)}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, **pipes, text=True, env=env))
        return started[0]

    yield start
    started[0].kill()
    started[0].communicate()


def first_page(root, running):
    """Wait until one of them has feedback; return the process's descendants."""
    while not list(root.glob("feedback/*/*/*.html")):
        assert running.poll() is None
        time.sleep(0.05)
    return psutil.Process(running.pid).children(recursive=True)


def test_interrupted_side_by_side_only_those_begun_are_finished(root, grade_two_at_once):
    told, _ = grade_two_at_once("interrupt").communicate(timeout=120)
    assert told.count(" GRADED ") == 2
    assert told.count("interrupted: run the command again to go on") == 2
    found = grade((), options(), root=root)
    assert [one.points for one in found] == [6] * 4
    assert sum(one.again for one in found) == 2


def test_an_interrupt_ends_no_grader_that_is_still_loading(grade_two_at_once):
    told, errors = grade_two_at_once("early").communicate(timeout=120)
    assert told.count(" GRADED ") == 4
    assert "Traceback" not in errors


def test_a_grader_that_is_killed_costs_nobody_anything(root, grade_two_at_once):
    running = grade_two_at_once()
    graders = [
        one for one in first_page(root, running) if "multiprocessing.spawn" in str(one.cmdline())
    ]
    assert len(graders) == 2
    graders[0].kill()
    told, _ = running.communicate(timeout=120)
    assert told.count(" GRADED ") == told.count("6 of 6") == 4


def test_when_the_command_is_killed_nothing_goes_on(root, grade_two_at_once):
    running = grade_two_at_once()
    family = first_page(root, running)
    assert len(family) >= 2
    running.kill()
    until = time.monotonic() + 30
    while any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family):
        assert time.monotonic() < until
        time.sleep(0.1)
    found = grade((), options(), root=root)
    assert [one.points for one in found] == [6] * 4


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", ""])
def test_a_number_of_jobs_that_is_none_is_refused(jobs, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["grade", "--jobs", jobs])
    assert f"wanted a whole number from 1 on, got {jobs!r}" in capsys.readouterr().err


def test_only_one_student_and_new_inputs_grade_again(released, root):
    for student in ("ada", "bob"):
        hand_in(root, student, right(released))
    assert [one.student for one in grade((), options(students=["bob"]), root=root)] == ["bob"]
    seed = seed_of(root, CHAPTER)
    found = by_student(grade((), options(), root=root))
    assert [found[s].again for s in ("ada", "bob")] == [False, True]
    found = by_student(grade(("1",), options(new_seed=True), root=root))
    assert seed_of(root, CHAPTER) != seed
    assert not any(one.again for one in found.values())
    assert {one.points for one in found.values()} == {6}


def test_a_student_that_nobody_knows_is_named(released, root, tmp_path):
    seed = seed_of(root, CHAPTER)
    mistyped = options(students=["adda"], new_seed=True)
    with pytest.raises(GradeError, match=r"no student 'adda' .* there are: 0 students"):
        grade((), mistyped, root=root)
    with gradebook(root) as book:
        book.add_student("ada")
    hand_in(root, "bob", right(released))
    with pytest.raises(GradeError, match=r"no student 'adda' .* there are: ada, bob"):
        grade((), mistyped, root=root)
    assert seed_of(root, CHAPTER) == seed
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "cy.ipynb").write_text(right(released))
    asked = options(students=["ada", "cy"], inbox=tmp_path / "inbox")
    assert [str(one.state) for one in grade((), asked, root=root)] == [
        "NOT_SUBMITTED",
        "GRADED_SALVAGED",
    ]
    with gradebook(root) as book:
        for number in range(8):
            book.add_student(f"s{number}")
    with pytest.raises(GradeError, match="there are: 11 students"):
        grade((), mistyped, root=root)


def test_an_inbox_that_is_none_is_named_and_nothing_changes(root, tmp_path):
    seed = seed_of(root, CHAPTER)
    (tmp_path / "a file").write_text("")
    for name, why in {"nowhere": "No such file or directory", "a file": "Not a directory"}.items():
        with pytest.raises(GradeError, match=f"--inbox wants a folder .*{name}': {why}"):
            grade((), options(inbox=tmp_path / name, new_seed=True), root=root)
    assert seed_of(root, CHAPTER) == seed


def test_a_mark_whose_submission_is_gone_is_named(released, root):
    folder = hand_in(root, "ada", right(released)).parent
    grade((), options(), root=root)
    shutil.rmtree(folder)
    (one,) = grade((), options(), root=root)
    assert (one.state, one.points) == ("NOT_SUBMITTED", None)
    assert "still holds 6 of 6 from an earlier submission, no longer there" in table([one])


def test_the_reference_comes_from_the_disk_the_second_time(released, root, monkeypatch):
    hand_in(root, "ada", right(released))
    grade((), options(), root=root)
    reference._cache.clear()
    monkeypatch.setattr(reference, "_run", lambda *_: pytest.fail("the reference ran again"))
    (one,) = grade((), options(force=True), root=root)
    assert one.points == 6
    (entry,) = (root / "cache").glob("*.json")
    assert entry.stat().st_mode & 0o077 == 0
    for damage in (entry.read_bytes()[:-9], b"", b'{"body": "{}", "digest": ""}'):
        entry.write_bytes(damage)
        reference._cache.clear()
        with pytest.raises(BaseException, match="the reference ran again"):
            grade((), options(force=True), root=root)


def test_what_cannot_be_graded_says_what_to_do(root, tmp_path):
    with pytest.raises(GradeError, match="no chapter '9'"):
        grade(("9",), options(), root=root)
    with pytest.raises(GradeError, match="autograder release"):
        grade((), options(), root=tmp_path / "elsewhere")
    (root / "seeds.json").write_text("{")
    with pytest.raises(GradeError, match=r"seeds.json is damaged"):
        grade((), options(), root=root)
    with pytest.raises(SeedsError):
        new_seed(root, CHAPTER)


def test_without_a_sandbox_the_table_says_so(released, root):
    hand_in(root, "ada", right(released))
    found = grade((), Options(sandbox=False), root=root)
    lines = table(found, sandbox=False).splitlines()
    assert lines[0].startswith("UNSANDBOXED")
    assert lines[-1].startswith("UNSANDBOXED")
    assert "UNSANDBOXED" not in table(found)
    page = (root / "feedback" / "ada" / CHAPTER / f"{CHAPTER}.html").read_text()
    assert "UNSANDBOXED" in page


def test_links_beside_a_submission_are_not_followed(released, root):
    path = hand_in(root, "ada", right(released))
    (path.parent / "data.csv").symlink_to(root / "gradebook.db")
    os.mkfifo(path.parent / "pipe")
    (one,) = grade((), options(), root=root)
    assert one.state == "GRADED"
    kept = {p.name for step in ("autograded", "feedback") for p in root.glob(f"{step}/ada/*/*")}
    assert not kept & {"data.csv", "pipe"}
    assert (path.parent / "data.csv.not-a-file").read_text().startswith("a link to ")


def test_plain_nbgrader_finds_a_renamed_file_and_follows_no_link(released, root):
    hand_in(root, "ada", right(released), "mine (3).ipynb")
    hand_in(root, "bob", right(released))
    hand_in(root, "bob", "{}", "scratch.ipynb")
    (root / "submitted" / "cy").symlink_to("ada")
    (root / "submitted" / "cy" / CHAPTER / "data.csv").write_text("of ada")
    run(Autograde, root)
    for student in ("ada", "bob"):
        with gradebook(root) as book:
            assert book.find_submission(CHAPTER, student).score == 6
    assert not (root / "autograded" / "cy" / CHAPTER / "data.csv").exists()
    found = by_student(grade((), options(), root=root))
    assert all(one.again for one in found.values())
    assert (found["cy"].state, found["cy"].notes[0].code) == ("NEEDS_PERSON", "link")
    with gradebook(root) as book:
        grades = book.find_submission(CHAPTER, "cy").notebooks[0].grades
        assert all(one.auto_score == 0 and one.needs_manual_grade for one in grades)


def test_the_command_line():
    given = parser().parse_args(["grade", "1", "--student", "a", "--student", "b", "--force"])
    assert (given.chapters, given.student, given.force) == (["1"], ["a", "b"], True)
    assert (given.new_seed, given.unsandboxed, given.inbox) == (False, False, None)
    assert given.jobs >= 1
    assert parser().parse_args(["grade", "--jobs", "7"]).jobs == 7
    assert parser().parse_args(["doctor"]).run


def test_a_reader_that_has_seen_enough_is_no_error():  # such as head, or less when one leaves it
    command = f"{shlex.quote(sys.executable)} -m autograder check 1 | true"
    done = subprocess.run(command, shell=True, cwd=PROJECT, capture_output=True, text=True)
    assert done.stderr == ""
