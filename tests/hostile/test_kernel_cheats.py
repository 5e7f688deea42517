"""Cheats that tamper with the kernel: none gains a point or sees a secret. And on vanilla nbgrader?

A file of its own, so that two workers share the corpus.
"""

import pytest
from hostile_control import run_control
from hostile_small import CORPUS, grade, hold

CHEATS = [c for c in CORPUS if c.kind == "kernel"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return grade(CHEATS, tmp_path_factory)


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_it_gains_nothing_and_sees_nothing(results, cheat):
    hold(results[cheat.name])


def test_the_corpus_has_teeth(tmp_path):
    """The whole control is part of benchmarks/hostile.py."""
    names = (
        "ast_transformer",
        "numpy_patched",
        "errors_not_sent",
        "expected_value_read_from_source",
    )
    some = [cheat for cheat in CHEATS if cheat.name in names]
    assert run_control(some, tmp_path) == dict.fromkeys(names, 1.0)
