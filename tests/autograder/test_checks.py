"""Does the reference pass by hand, and is the hidden part read as an author means it?"""

import numpy as np
import pytest

from autograder.checks import check, rng
from autograder.judges import apply, close, within
from autograder.questions import BadQuestion, question_seed, questions_of

HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"


def read(*lines):
    return questions_of("visible()\n" + HIDDEN.format("\n".join(lines)))


def test_by_hand_a_check_holds_evidence_against_itself(capsys):
    check([1.0, np.arange(3)], close(), about="numbers")
    assert capsys.readouterr().out == "✓ numbers\n"
    assert isinstance(rng, np.random.Generator)


def test_by_hand_a_check_says_what_is_wrong():
    with pytest.raises(AssertionError, match=r"numbers: .*NaN"):
        check(float("nan"), close(), about="numbers")
    with pytest.raises(AssertionError, match="interval"):
        check(3.0, within(0, 1), about="numbers")
    with pytest.raises(TypeError, match="evidence"):
        check(object(), close(), about="numbers")


def test_statements_before_a_check_are_its_setup():
    first, second = read(
        "from autograder.checks import check, rng",
        "from autograder.judges import close",
        "import math",
        "a = rng.random()",
        "b = math.sqrt(a)",
        "check([f(a), b], close(rtol=1e-3), about='one')",
        "check(evidence=g(a), judge=close(), about=tr(en='two', fr='deux'))",
    )
    assert first.setup == "import math\na = rng.random()\nb = math.sqrt(a)"
    assert first.evidence == "[f(a), b]"
    assert (second.setup, second.evidence) == ("", "g(a)")
    assert "autograder" not in first.setup + second.setup


def test_what_is_wanted_goes_to_the_reference_only():
    first, second = read(
        "q = rng.normal(size=(3, 2))",
        "def wanted_rows(q):",
        "    return 2 * q",
        "wanted_first = wanted_rows(q)[0]",
        "check(f(q), close(), wanted=[wanted_first, wanted_rows(q)], about='one')",
        "check(g(q), close(), about='two')",
    )
    assert first.setup == "q = rng.normal(size=(3, 2))"
    assert first.evidence == "f(q)"
    setup, expression = first.of_reference()
    assert setup.startswith(first.setup)
    assert "def wanted_rows(q)" in setup
    assert expression == "[f(q), [wanted_first, wanted_rows(q)]]"
    assert first.split([1, 2]) == (1, 2)
    assert second.of_reference() == (second.setup, second.evidence)
    assert second.split([1, 2]) == ([1, 2], [1, 2])


def test_by_hand_a_check_holds_evidence_against_what_is_wanted():
    check([1], close(), wanted=[1.0], about="numbers")
    with pytest.raises(AssertionError, match="numbers"):
        check([1], close(), wanted=[2.0], about="numbers")


def test_judge_and_about_are_evaluated_by_the_grader_in_a_language():
    question = read(
        "import math",
        "check(x, lambda got, wanted: math.isclose(got, wanted), about=tr(en='two', fr='deux'))",
    )[0]
    judge, about = question.judged_by("fr")
    assert about == "deux"
    assert apply(judge, 1.0, 1.0)[0]
    assert question.judged_by("en")[1] == "two"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["a = 1"], "no check"),
        (["check(x, close())"], "wanted check"),
        (["check(x, about='a')"], "wanted check"),
        (["check(x, close(), about='a', points=2)"], "points"),
        (["check(x, close(), 'a')"], "wanted check"),
        (["for i in range(3):", "    check(i, close(), about='a')"], "inside another"),
        (["if True: check(1, close(), about='a')"], "inside another"),
        (["low = 1", "check(x, within(low, 2), about='a')"], "'low'"),
        (["n = 1", "check(x, close(), about=f'{n} lakes')"], "'n'"),
        (["check(x, close(), about='a')", "b = 1"], "after the last check"),
        (["check(x, close(), about='a')", "wanted_b = 1"], "after the last check"),
        (["wanted_b = 1", "check(wanted_b, close(), about='a')"], "belongs into `wanted="),
        (["wanted_b = 1", "c = wanted_b", "check(c, close(), about='a')"], "cannot use it"),
        (["check(x, close(), about='a'"], "does not parse"),
        (["### BEGIN HIDDEN TESTS"], "BEGIN"),
    ],
)
def test_what_could_not_be_put_or_judged_is_refused(lines, says):
    with pytest.raises(BadQuestion, match=says):
        read(*lines)


def test_a_questions_seed_depends_on_everything_and_tells_nothing():
    seeds = {question_seed(s, g, n) for s in (1, 2) for g in ("a", "b") for n in (0, 1)}
    assert len(seeds) == 8
    assert question_seed(1, "a", 0) == question_seed(1, "a", 0)
    assert all(0 <= seed < 2**128 for seed in seeds)
