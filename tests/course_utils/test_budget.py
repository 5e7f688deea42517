"""Is a training as long as the place asks for, and does the card say what the agents' JSON says?"""

import pytest

from course_utils.budget import budget, budget_card
from course_utils.language import use_language

RANDOM = {"games": 100, "mean": 1.25, "low": 1.0, "high": 1.5}


def about(mean, **more):
    evaluation = {"games": 50, "mean": mean, "low": mean - 1, "high": mean + 1, "rules": "Rules."}
    return {"seconds": 90.0, "evaluation": evaluation, "random": RANDOM, **more}


@pytest.mark.parametrize(
    ("set_to", "progress", "steps"),
    [
        (None, "1", 200),  # somebody looks
        (None, "0", 10),  # graded, or in CI
        ("", "0", 10),
        ("full", "0", 200),
        ("small", "1", 10),
    ],
)
def test_the_place_decides_unless_the_variable_does(monkeypatch, set_to, progress, steps):
    monkeypatch.setenv("COURSE_PROGRESS", progress)
    monkeypatch.delenv("COURSE_BUDGET", raising=False)
    if set_to is not None:
        monkeypatch.setenv("COURSE_BUDGET", set_to)
    assert budget(200, small=10) == steps


def test_a_word_that_means_nothing_is_an_error(monkeypatch):
    monkeypatch.setenv("COURSE_BUDGET", "tiny")
    with pytest.raises(ValueError, match="one of full, small; got 'tiny'"):
        budget(200, small=10)


@pytest.mark.parametrize("small", [0, 201])
def test_the_small_budget_is_the_smaller_one(small):
    with pytest.raises(ValueError, match="at most the full one"):
        budget(200, small=small)


def test_the_card_has_a_line_an_agent_and_one_for_random_play():
    head, luck, small, large, rules = budget_card({10_000: about(2.0), 200: about(1.5)}).split("\n")
    assert "minutes" in head
    assert "random play" in luck
    assert "1.2 (100 games, 95 % interval 1.0 to 1.5)" in luck
    assert small.split()[:2] == ["200", "1.5"]
    assert large.split()[:2] == ["10,000", "1.5"]
    assert "2.0 (50 games, 95 % interval 1.0 to 3.0)" in large
    assert rules == "Rules."


def test_other_seeds_make_a_band():
    runs = [{"seconds": 60, "mean": 14.0}, {"seconds": 120, "mean": 18.5}]
    card = budget_card({200_000: about(16.0, runs=runs)})
    assert "1.0 to 2.0" in card
    assert "2 seeds: 14.0 to 18.5" in card


def test_the_card_in_french():
    use_language("fr")
    try:
        card = budget_card({10_000: about(2.0)})
    finally:
        use_language("en")
    assert "10 000" in card
    assert "2,0 (50 parties, intervalle à 95 % : 1,0 à 3,0)" in card


def test_without_agents_the_card_says_so():
    assert "No trained agent" in budget_card({})
