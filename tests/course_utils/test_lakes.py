"""The maps, and what is wrong with a wrong one."""

import gymnasium as gym
import numpy as np
import pytest

from course_utils import lakes
from course_utils.lakes import (
    ACTION_NAMES,
    CLIFF_ACTION_NAMES,
    CLIFF_WALKING,
    DOWN,
    FIRST_LAKE,
    LEFT,
    RIGHT,
    SMALL_LAKE,
    UP,
    cell_name,
    check_map,
    cliff_lake,
    lake_map_of,
    make_cliff_walking,
    make_lake,
    model_of,
    random_lake,
    random_model,
    show_transitions,
)
from course_utils.language import in_language


@pytest.mark.parametrize(
    ("lake_map", "message"),
    [
        (["SFF", "FG"], r"row 0 \(SFF\) has 3 cells, row 1 \(FG\) has 2"),
        (["FFF", "FFG"], "exactly one start S; this one has 0"),
        (["SFS", "FFG"], "exactly one start S; this one has 2"),
        (["SFX", "FFG"], r"row 0 \(SFX\) has the unknown letter 'X'"),
        (["sff", "ffg"], "unknown letter 'f'"),
        (["SFF", "FFF"], "no goal G"),
        ([], "the map is empty"),
        ([""], "the map is empty"),
        ("SFFG", "a list of strings"),
        ([["S", "F"], ["F", "G"]], "a list of strings"),
    ],
)
def test_a_wrong_map_is_named(lake_map, message):
    with pytest.raises(ValueError, match=message):
        check_map(lake_map)
    with pytest.raises(ValueError, match=message):
        make_lake(lake_map)


@pytest.mark.parametrize("name", [n for n in dir(lakes) if n.endswith("_LAKE")])
def test_the_maps_of_the_course_are_lakes(name):
    check_map(getattr(lakes, name))
    assert lake_map_of(make_lake(getattr(lakes, name))) == getattr(lakes, name)


@pytest.mark.parametrize(
    ("action", "there"), [(LEFT, 3), (DOWN, 7), (RIGHT, 5), (UP, 1)], ids=ACTION_NAMES
)
def test_actions_go_where_they_say(action, there):
    env = make_lake(SMALL_LAKE)
    assert model_of(env)[4][action] == [(1.0, there, 0, False)]


def test_cliffwalking_has_actions_of_its_own():
    P = model_of(gym.make("CliffWalking-v1"))
    moves = {"left": -1, "down": 12, "right": 1, "up": -12}
    for action, name in enumerate(CLIFF_ACTION_NAMES):
        ((_, next_state, _, _),) = P[13][action]
        assert next_state == 13 + moves[name]
    check_map(CLIFF_WALKING)


def test_slippery_ice_goes_three_ways_alike():
    outcomes = model_of(make_lake(SMALL_LAKE, slippery=True))[4][RIGHT]
    assert sorted(s for _, s, _, _ in outcomes) == [1, 5, 7]
    assert [p for p, *_ in outcomes] == pytest.approx([1 / 3] * 3)


def test_the_time_limit():
    env = make_lake(SMALL_LAKE, max_steps=2)
    env.reset(seed=0)
    assert [env.step(LEFT)[3] for _ in range(2)] == [False, True]


def test_a_cliff_of_any_width():
    assert cliff_lake() == ("FFFFF", "FFFFF", "SHHHG")
    assert cliff_lake(3) == ("FFF", "FFF", "SHG")
    check_map(cliff_lake(16))
    with pytest.raises(ValueError, match="at least 3 cells wide; got 2"):
        cliff_lake(2)


def test_no_model_without_a_table():
    with pytest.raises(ValueError, match="no transition model P"):
        model_of(gym.make("CartPole-v1"))


def test_cells_have_names_in_both_languages():
    assert [cell_name(FIRST_LAKE, s) for s in (0, 1, 5, 15)] == ["start", "ice", "hole", "goal"]
    with in_language("fr"):
        names = [cell_name(FIRST_LAKE, s) for s in (0, 1, 5, 15)]
    assert names == ["départ", "glace", "trou", "but"]


def test_transitions_are_shown_with_equal_outcomes_added_up(capsys):
    # from the corner, left on slippery ice: up and left both stay
    show_transitions(make_lake(FIRST_LAKE, slippery=True), 0, LEFT)
    assert capsys.readouterr().out.splitlines() == [
        "From state 0 (start, row 0, column 0), action 0 = left ←",
        "  p = 0.667  → state  0 (start)  reward 0",
        "  p = 0.333  → state  4 (ice)  reward 0",
    ]
    show_transitions(make_lake(FIRST_LAKE), 14, RIGHT)
    assert capsys.readouterr().out.splitlines() == [
        "From state 14 (ice, row 3, column 2), action 2 = right →",
        "  p = 1.000  → state 15 (goal)  reward 1  the episode ends",
    ]


def test_a_random_lake_can_be_crossed_and_comes_again_with_its_seed():
    first, again, other = (random_lake(np.random.default_rng(s), size=6) for s in (1, 1, 2))
    assert first == again != other
    assert [len(first), len(first[0])] == [6, 6]
    check_map(first)
    reached, P = {0}, model_of(make_lake(first))
    for _ in range(36):
        reached |= {s for r in reached for a in range(4) for _, s, _, _ in P[r][a]}
    assert 35 in reached


def test_a_random_model_is_a_model():
    P = random_model(np.random.default_rng(0), n_states=4, n_actions=2, outcomes=3, ending=0.5)
    assert [sorted(P), sorted(P[0])] == [[0, 1, 2, 3], [0, 1]]
    outcomes = [outcome for s in P for a in P[s] for outcome in P[s][a]]
    assert len(outcomes) == 4 * 2 * 3
    for s in P:
        for a in P[s]:
            assert sum(p for p, *_ in P[s][a]) == pytest.approx(1)
    assert {type(s) for _, s, _, _ in outcomes} == {int}
    assert {type(end) for *_, end in outcomes} == {bool}
    assert 0 < sum(end for *_, end in outcomes) < len(outcomes)
    assert min(r for _, _, r, _ in outcomes) < 0 < max(r for _, _, r, _ in outcomes)


@pytest.mark.parametrize("slippery", [False, True])
def test_a_lake_plays_as_gymnasiums_own_draw_for_draw(slippery):
    rng = np.random.default_rng(11)
    for _ in range(20):
        lake_map = random_lake(rng, size=int(rng.integers(3, 8)), frozen=0.9)
        ours = make_lake(lake_map, slippery=slippery, max_steps=20)
        options = {"desc": list(lake_map), "is_slippery": slippery, "max_episode_steps": 20}
        plays_alike(ours, gym.make("FrozenLake-v1", **options), rng)


def test_cliff_walking_plays_as_gymnasiums_own():
    rng = np.random.default_rng(12)
    limited = gym.make("CliffWalking-v1", max_episode_steps=500)
    plays_alike(make_cliff_walking(max_steps=500), limited, rng)
    assert make_cliff_walking().spec.max_episode_steps is None


def plays_alike(ours, theirs, rng):
    assert ours.spec.id == theirs.spec.id
    for seed in (int(rng.integers(1000)), None, None):  # None: the generator goes on
        assert ours.reset(seed=seed) == theirs.reset(seed=seed)
        over = False
        while not over:
            action = int(rng.integers(4))
            got, wanted = ours.step(action), theirs.step(action)
            assert got == wanted
            assert list(map(type, got)) == list(map(type, wanted))
            over = got[2] or got[3]


def test_a_lake_plays_by_its_model_also_when_that_was_changed():
    lake = make_lake(SMALL_LAKE)
    model_of(lake)[0][DOWN] = [(0.0, 8, 5.0, True), (1.0, 4, -2.0, False)]
    lake.reset(seed=0)
    assert lake.step(DOWN)[:3] == (4, -2.0, False)
    model_of(lake)[4][DOWN] = [(0.0, 7, 3.0, True), (0.0, 1, 0.0, False)]  # adds up to nothing
    assert lake.step(DOWN)[:3] == (7, 3.0, True)
