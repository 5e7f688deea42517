"""Grades the general cheats on a small chapter, the others in the chapter that they are about."""

import pytest
from hostile_corpus import Cheat, read_corpus
from hostile_runner import Result, run_class

from autograder.sources import ROOT

SMALL = ROOT / "tests" / "autograder" / "fixtures" / "small_course"
SECONDS = 6
CORPUS = read_corpus()


def grade(cheats: list[Cheat], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Return what each of the cheats got in the small chapter."""
    folder = tmp_path_factory.mktemp("hostile")
    results = run_class("1_small", cheats, folder, root=SMALL, seconds=SECONDS)
    return {result.cheat.name: result for result in results}


def hold(result: Result) -> None:
    """Fail unless a cheat gained nothing, saw nothing, and was graded all the same."""
    assert result.gained == 0, result.points
    assert not result.leaked
    assert "NOT_GRADED" not in result.outcomes.values(), result.outcomes
    assert result.outcomes
