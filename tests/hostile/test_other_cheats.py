"""Cheats with evidence, theft, and cheats on learning; and what looks like one and is allowed."""

import json
import re
from collections import Counter

import pytest
from hostile_corpus import BadCheat, read_cheat
from hostile_runner import run_class
from hostile_small import CORPUS, grade, hold

from autograder.evidence import BadEvidence, NoEvidence, decode, from_reply
from autograder.kernel import Kernel
from autograder.outputs import well_formed
from autograder.sources import find_sources

CHEATS = [c for c in CORPUS if c.kind in ("evidence", "theft", "rl") and not c.exercises]
OF_CHAPTERS = [c for c in CORPUS if c.exercises]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return grade(CHEATS, tmp_path_factory)


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_it_gains_nothing_and_sees_nothing(results, cheat):
    hold(results[cheat.name])


@pytest.mark.parametrize("chapter", [path.stem for path in find_sources()])
def test_cheats_on_what_a_chapter_teaches(chapter, tmp_path):
    """And the right answers that look like cheats get all their points."""
    for result in run_class(chapter, OF_CHAPTERS, tmp_path, seconds=20):
        hold(result)
        assert result.refused == 0, result.points


def test_the_corpus_is_as_large_as_it_says():
    kinds = Counter(cheat.kind for cheat in CORPUS)
    assert sum(kinds.values()) - kinds["allowed"] >= 60
    assert min(kinds[kind] for kind in ("kernel", "evidence", "theft", "rl")) >= 10
    answer = re.compile(r'exercise="[\d.]+".*?"grade_id": "([\w-]+)"')
    known = {name for path in find_sources() for name in answer.findall(path.read_text())}
    assert {name for cheat in CORPUS for name in cheat.exercises} <= known


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# no text\n# %% answer\npass\n", "docstring"),
        ('"""Tries."""\n', "a cell"),
        ('"""Tries."""\nPOINTS = 0\n# %% answer\npass\n', "POINTS"),
        ('"""Tries."""\n# %% elsewhere\npass\n', "elsewhere"),
    ],
)
def test_a_file_that_would_do_nothing_is_refused(tmp_path, text, why):
    path = tmp_path / "cheat.py"
    path.write_text(text)
    with pytest.raises(BadCheat, match=why):
        read_cheat(path)


# what the corpus found, each by itself


def test_an_error_cannot_carry_an_input_in_its_name():
    reply = {"status": "error", "ename": "E4711_the_secret", "evalue": ""}
    assert from_reply(reply) == NoEvidence("error", "Exception")
    assert from_reply({**reply, "ename": "KeyError"}) == NoEvidence("error", "KeyError")


@pytest.mark.parametrize("data", [["x" * 90_000] + ["y"] * 5_000, "array"])
def test_texts_that_would_fill_the_memory_as_an_array_are_no_evidence(data):
    texts = ["x" * 90_000] + ["y"] * 5_000
    if data == "array":
        data = {"array": "U", "shape": [len(texts)], "data": texts}
    with pytest.raises(BadEvidence, match="text"):
        decode({"evidence": data})


def test_messages_without_form_cost_their_sender_the_answer_and_nobody_else_anything():
    forge = (
        "kernel = get_ipython().kernel\n"
        "for content in (b'[]', {}, {'data': 'x', 'metadata': 1}, {'text': ['x'], 'name': 3}):\n"
        "    for kind in ('display_data', 'stream', 'error', 'status', 'execute_result'):\n"
        "        kernel.session.send(kernel.iopub_socket, kind, content,\n"
        "                            parent=kernel.get_parent('shell'))\n"
        "print('still here')"
    )
    with Kernel() as kernel:
        outputs = kernel.run(forge, seconds=20).outputs
        assert [o.text for o in outputs if o.output_type == "stream"][-1] == "still here\n"
        for output in outputs:
            assert json.loads(json.dumps(well_formed(output)))
        assert kernel.run("1 + 1", seconds=20).status == "ok"


def test_half_a_character_can_be_written():
    from nbformat.v4 import new_output

    clean = well_formed(new_output("stream", text="half \ud800"))
    assert clean.text.encode() == b"half ?"
