"""Marks without luck: another seed's answer gains nothing, a mistake costs the same with each."""

import pytest
from luck import luck_of

from autograder.sources import find_sources

SEEDS = 8
# the question holds all there is to know: letters of a self-test, a policy for a printed lake
FIXED = {
    "1_frozen_lake": {"first-policy-test", "safe-policy-test"},
    "3_q_learning_sarsa": {"reading-the-cliff-test"},
    "4_exploration": {"which-and-why-test"},
    "5_dqn_breakout": {"what-went-wrong-test"},
    "6_dqn_space_invaders": {"reading-test"},
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.mark.parametrize("chapter", [path.stem for path in find_sources()])
def test_no_mark_hangs_on_the_seed(chapter, tmp_path):
    checks = luck_of(chapter, tmp_path, seeds=SEEDS)
    assert {c.check.split()[0] for c in checks if c.fixed} == FIXED.get(chapter, set())
    assert [c for c in checks if c.right != SEEDS] == []
    assert [c for c in checks if c.other and not c.fixed] == []
    assert [c for c in checks if c.mistake not in (0, SEEDS)] == []
