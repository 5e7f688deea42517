"""Is a training as long as the place asks for, and does the card say what the agents' JSON says?"""

import pytest

from course_utils.budget import budget, budget_card
from course_utils.language import in_language
from course_utils.shipped import shipped, shipped_agents

RANDOM = {"games": 100, "mean": 1.25, "low": 1.0, "high": 1.5}


def about(mean, *, seeds=3):
    evaluation = {"games": 50, "mean": mean, "low": mean - 1, "high": mean + 1}
    evaluation["rules"] = {"en": "Rules.", "fr": "Règles."}
    runs = [{"seconds": 90.0 + 60 * seed, "mean": mean + 2 * seed} for seed in range(seeds)]
    return {"evaluation": evaluation, "random": RANDOM, "runs": runs}


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
    assert luck.endswith("   1.2 (1.0 to 1.5)")
    assert small.split()[:2] == ["200", "1.5"]
    assert large.split()[:2] == ["10,000", "1.5"]
    assert "2.0 (1.0 to 3.0)" in large
    assert rules == "50 full games a score. Rules."


def test_the_seeds_make_bands():
    card = budget_card({200_000: about(16.0, seeds=4)})
    assert "1.5 to 4.5" in card
    assert "16.0 to 22.0 (4 seeds)" in card


@pytest.mark.parametrize("seeds", [1, 2])
def test_few_seeds_have_no_line_in_the_table(seeds):
    card = budget_card({200: about(2.0), 3_000: about(5.0, seeds=seeds)}).split("\n")
    assert [line.split()[0] for line in card[:3]] == ["agent", "random", "200"]
    below = " ".join(card[3:])
    assert below.startswith("3,000 steps, 1.5")
    assert f"5.0 (4.0 to 6.0); seeds tried: {seeds}, another one" in below
    assert below.endswith("worse 50 full games a score. Rules.")


def test_the_card_in_french():
    with in_language("fr"):
        card = budget_card({10_000: about(2.0)})
    assert "10 000" in card
    assert card.endswith("\n50 parties entières par score. Règles.")
    assert "2,0 (1,0 à 3,0)             2,0 à 6,0 (3 graines)" in card


@pytest.mark.parametrize(("game", "steps"), [(game, steps) for game, steps, _ in shipped_agents()])
def test_the_rules_kept_with_an_agent_have_numbers_of_the_language(game, steps):
    about = shipped(game, steps).about
    assert "at most 27,000 frames" in " ".join(budget_card({steps: about}).split())
    with in_language("fr"):
        card = budget_card({steps: about})
    assert "27 000 images par partie, epsilon 0,05" in " ".join(card.split())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_card_of_the_shipped_agents_fits_a_cell(language):
    for game in ("Breakout", "SpaceInvaders"):
        agents = {n: shipped(name, n).about for name, n, _ in shipped_agents() if name == game}
        with in_language(language):
            assert max(map(len, budget_card(agents).split("\n"))) <= 90


def test_without_agents_there_is_no_card():
    with pytest.raises(ValueError, match="agents is empty: wanted at least one"):
        budget_card({})
