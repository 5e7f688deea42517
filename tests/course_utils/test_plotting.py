"""What the plots show, say and refuse."""

import re
import subprocess
import sys

import numpy as np
import pytest

from course_utils.figures import GREY, PALETTE, colours_for, number
from course_utils.lake_canvas import colours_and_inks
from course_utils.lakes import CLIFF_ACTION_NAMES, CLIFF_WALKING, FIRST_LAKE, SMALL_LAKE, cliff_lake
from course_utils.language import in_language
from course_utils.plotting import (
    ALGORITHM_COLOURS,
    beside,
    plot_curves,
    plot_intervals,
    plot_lake,
    plot_policy,
    plot_q_values,
    plot_returns,
    plot_values,
    plot_visits,
)

VALUES = np.linspace(0, 0.9, 9)  # on SMALL_LAKE, whose only goal is state 8


def texts(plot) -> list[str]:
    """What is written in the axes, without the empty texts that arrows are made of."""
    return [text.get_text() for text in plot.figure.axes[0].texts if text.get_text()]


def arrows(plot) -> np.ndarray:
    """Return (x, y, dx, dy) of each policy arrow, dy counted downwards."""
    from matplotlib.quiver import Quiver

    found = [c for c in plot.figure.axes[0].collections if isinstance(c, Quiver)]
    if not found:
        return np.zeros((0, 4))
    return np.column_stack([found[0].X, found[0].Y, found[0].U, found[0].V])


NOISE = np.random.default_rng(0).normal(size=(5, 40))
PLOTS = {
    "lake": lambda: plot_lake(FIRST_LAKE, path=[0, 4, 8], policy=[1] * 16),
    "values": lambda: plot_values(VALUES, SMALL_LAKE, policy=[2] * 9),
    "policy": lambda: plot_policy(np.full((9, 4), 0.25), SMALL_LAKE),
    "q": lambda: plot_q_values(NOISE.ravel()[:64].reshape(16, 4), FIRST_LAKE),
    "curves": lambda: plot_curves({"UCB": NOISE}, window=4, reference={"SARSA": NOISE[0]}),
    "returns": lambda: plot_returns([0.0, 1.0, 1.0]),
    "histogram": lambda: plot_returns(NOISE[0]),
    "visits": lambda: plot_visits(range(16), FIRST_LAKE),
    "intervals": lambda: plot_intervals({"UCB": (0.5, 0.4, 0.7)}),
}


# What importing costs, what comes back


def test_importing_the_plots_loads_no_matplotlib():
    code = (
        "import sys, course_utils.plotting; "
        "print([m for m in sys.modules if m.split('.')[0] in ('matplotlib', 'PIL', 'torch')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_drawing_loads_no_pyplot():
    code = (
        "import sys; from course_utils.plotting import plot_returns; "
        "plot_returns([1.0]).png; print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", PLOTS)
def test_each_plot_is_a_small_picture_with_an_alt_text_in_both_languages(name):
    english = PLOTS[name]()
    with in_language("fr"):
        french = PLOTS[name]()
    assert english.alt != french.alt
    assert english.png[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(english.png) < 60_000
    bundle = english._repr_mimebundle_()
    assert bundle["text/plain"] == english.alt
    width = round(english.figure.get_figwidth() * 100)
    assert re.match(rf'<img alt="[^"]{{30,}}" width="{width}" ', bundle["text/html"])


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_input_gives_the_same_bytes(name):
    plot, again = PLOTS[name](), PLOTS[name]()
    assert plot.png == again.png
    assert not re.search(rb"tEXt|iTXt|tIME|Software|Creation", plot.png)


def test_an_alt_text_of_ones_own_is_escaped_in_html():
    plot = plot_returns([1.0], alt='a "b" <c> & d')
    assert plot.alt == repr(plot) == 'a "b" <c> & d'
    assert 'alt="a &quot;b&quot; &lt;c&gt; &amp; d"' in plot.html


def test_a_title_is_drawn():
    assert plot_lake(SMALL_LAKE, title="The lake").figure.axes[0].get_title() == "The lake"


# Lakes


def test_a_map_shows_start_goal_holes_and_state_numbers():
    written = texts(plot_lake(FIRST_LAKE))
    assert sorted(written) == sorted([*map(str, range(16)), "S", "G", *"HHHH"])


def test_a_map_says_its_rows_and_path():
    plot = plot_lake(FIRST_LAKE, path=[0, 4, 8, 9, 13, 14, 15])
    assert "SFFF, FHFH, FFFH, HFFG" in plot.alt
    assert "path of 6 steps from state 0 (start) to state 15 (goal): 0, 4, 8, 9, 13, 14" in plot.alt
    with in_language("fr"):
        assert (
            "de l’état 0 (départ) à l’état 4 (glace) : 0, 4."
            in plot_lake(FIRST_LAKE, path=[0, 4]).alt
        )


def test_a_path_has_an_arrow_a_step_and_none_for_standing_still():
    from matplotlib.text import Annotation

    plot = plot_lake(SMALL_LAKE, path=[0, 0, 1, 0, 3])
    drawn = [t for t in plot.figure.axes[0].texts if isinstance(t, Annotation) and t.arrow_patch]
    assert len(drawn) == 3  # 0 to 1, 1 to 0, 0 to 3
    (there, back, _) = [t.xyann + t.xy for t in drawn]
    assert there[1] != back[1]  # side by side, so that both are seen


def test_values_stand_on_ice_only():
    written = texts(plot_values(np.arange(16) / 10, FIRST_LAKE))
    ice = [s for s in range(16) if "".join(FIRST_LAKE)[s] in "SF"]
    assert sorted(written) == sorted([f"{s / 10:.2f}" for s in ice] + ["S", "G"])


def test_values_say_their_range_the_best_state_and_the_start():
    alt = plot_values(VALUES, SMALL_LAKE).alt
    # state 8, the goal, has 0.90 but is not drawn
    assert "3 by 3" in alt
    assert "from 0.00 to 0.79, the largest at state 7; the start has 0.00" in alt
    both = plot_values([0, 0, 0, 0, 0, 5, 0, 5, 0], SMALL_LAKE).alt
    assert "the largest at states 5, 7" in both


def test_numbers_have_a_real_minus_and_no_minus_zero():
    assert number(-13.0, 0) == "−13"
    assert number(-0.001, 2) == "0.00"
    assert "−13" in texts(plot_values([-13.0] * 9, SMALL_LAKE))


def test_an_action_a_state_is_one_arrow_a_cell_of_ice():
    # left, down, right and up once each, the rest right
    policy = [0, 1, 2, 3, 2, 2, 2, 2, 0]
    drawn = arrows(plot_policy(policy, SMALL_LAKE))
    assert len(drawn) == 8  # none on the goal
    directions = np.sign(drawn[:4, 2:]).tolist()
    assert directions == [[-1, 0], [0, 1], [1, 0], [0, -1]]
    # centred in its cell
    np.testing.assert_allclose(drawn[:, :2] + drawn[:, 2:] / 2, [(s % 3, s // 3) for s in range(8)])


def test_a_policy_may_be_a_function_a_table_or_a_mask():
    by_function = arrows(plot_policy(lambda state: 1 if state % 3 == 2 else 2, SMALL_LAKE))
    actions = [1 if state % 3 == 2 else 2 for state in range(9)]
    for same in (actions, np.eye(4)[actions], np.eye(4, dtype=bool)[actions]):
        np.testing.assert_array_equal(arrows(plot_policy(same, SMALL_LAKE)), by_function)


def test_all_best_actions_have_an_arrow_and_are_said():
    mask = np.zeros((9, 4), dtype=bool)
    mask[:, [1, 2]] = True
    plot = plot_policy(mask, SMALL_LAKE)
    assert len(arrows(plot)) == 16
    assert "row 0: 3 × down/right; row 1: 3 × down/right; row 2: 2 × down/right, goal." in plot.alt


def test_likelier_actions_have_longer_arrows():
    shares = np.tile([0.1, 0.2, 0.7, 0.0], (9, 1))
    plot = plot_policy(shares, SMALL_LAKE)
    lengths = np.abs(arrows(plot)[:3, 2:]).sum(axis=1)
    assert len(arrows(plot)) == 3 * 8  # nothing for probability 0
    assert lengths[0] < lengths[1] < lengths[2]
    assert "row 0: 3 × right" in plot.alt  # the likeliest


def test_cliffwalking_numbers_its_actions_in_another_order():
    # 1 is right in CliffWalking-v1, down on a lake
    drawn = arrows(plot_policy([1] * 48, CLIFF_WALKING, action_names=CLIFF_ACTION_NAMES))
    assert len(drawn) == 37
    assert (drawn[:, 2] > 0).all()
    assert (drawn[:, 3] == 0).all()
    q = np.zeros((48, 4))
    q[:, 0] = 1  # up
    assert "12 × up" in plot_q_values(q, CLIFF_WALKING, action_names=CLIFF_ACTION_NAMES).alt


def test_arrows_under_values_stay_clear_of_the_numbers():
    plot = plot_values(np.arange(9), SMALL_LAKE, policy=[3] * 9)
    drawn = arrows(plot)
    top = (drawn[:, 1] + drawn[:, 3]) - [s // 3 for s in range(8)]
    numbers = [t for t in plot.figure.axes[0].texts if t.get_text().isdigit()]
    assert len(numbers) == 8
    for text, highest in zip(numbers, top, strict=True):
        centre = text.get_position()[1] % 1 - 1  # above the middle of its cell
        assert highest > centre + 0.12  # half of a 9-point digit is 0.08 of a cell


def test_q_values_are_four_a_cell_with_the_best_labelled():
    q = np.zeros((9, 4))
    q[0] = [1, 2, 4, 4]
    q[4] = [9, 1, 1, 1]
    plot = plot_q_values(q, SMALL_LAKE)
    written = plot.figure.axes[0].texts
    assert sum(t.get_text() not in "SG" for t in written) == 8 * 4
    best = [t.get_text() for t in written if t.get_bbox_patch() is not None]
    assert best == ["4", "4", "9"]  # all four equal: none is best
    assert "from 0 to 9, the largest in state 4 (left)" in plot.alt
    assert "row 0: right/up" in plot.alt


def test_q_values_stand_in_the_triangle_of_their_action():
    q = np.tile([10.0, 20.0, 30.0, 40.0], (9, 1))
    places = {}
    for text in plot_q_values(q, SMALL_LAKE).figure.axes[0].texts[:4]:
        places[text.get_text()] = np.sign(text.get_position()).tolist()
    assert places == {"10": [-1, 0], "20": [0, 1], "30": [1, 0], "40": [0, -1]}


def test_visits_mark_what_was_never_visited():
    visits = [7, 0, 12_345, 0, 3, 1_200_000, 0, 0, 90, 1, 0, 1, 20, 4, 0]
    plot = plot_visits(visits, cliff_lake())  # S is state 10, holes 11 to 13, G 14
    written = texts(plot)
    for count in ("7", "12k", "1.2M", "90", "20"):  # 20: falls into a hole count
        assert count in written
    assert "0" not in written
    hatched = [c for c in plot.figure.axes[0].collections if c.get_hatch()]
    assert [len(c.get_paths()) for c in hatched] == [5]
    assert "ice cells never visited: 5 of 11; most often state 5, 1.2M times" in plot.alt


def test_the_colour_of_visits_is_logarithmic():
    counts = [1, 10, 100, 1000]
    colours, _ = colours_and_inks(np.log(counts))
    even, _ = colours_and_inks(np.arange(4.0))
    np.testing.assert_allclose(colours, even, atol=1 / 128)
    squares = plot_visits([*counts, 1, 1, 1, 1, 0], SMALL_LAKE).figure.axes[0].collections[1]
    np.testing.assert_allclose(squares.get_facecolor()[:4], colours)


def test_numbers_are_readable_on_every_colour():
    colours, inks = colours_and_inks(np.linspace(-1, 1, 200))
    rgb = colours[:, :3]
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    light = linear @ (0.2126, 0.7152, 0.0722)
    ink = np.array([0.0 if name == "black" else 1.0 for name in inks])
    contrast = (np.maximum(light, ink) + 0.05) / (np.minimum(light, ink) + 0.05)
    assert contrast.min() > 4.5  # WCAG 2, level AA


def test_equal_values_have_one_colour():
    colours, _ = colours_and_inks(np.zeros(4))
    assert len(np.unique(colours, axis=0)) == 1


# Curves, returns, intervals


def lines(plot) -> dict:
    return {line.get_label(): line for line in plot.figure.axes[0].lines}


def test_the_smoothed_curve_is_the_mean_of_the_last_window():
    plot = plot_curves({"mine": [0.0, 2.0, 4.0, 12.0]}, window=2)
    bold = lines(plot)["mine"]
    assert bold.get_xdata().tolist() == [2, 3, 4]
    assert bold.get_ydata().tolist() == [1, 3, 8]
    raw = plot.figure.axes[0].lines[0]
    assert raw.get_ydata().tolist() == [0, 2, 4, 12]
    assert raw.get_alpha() < 0.5
    assert "mean of the last 2 episodes" in plot.alt
    legend = plot.figure.axes[0].get_legend().get_title().get_text()
    assert "mean of the last\n2 episodes" in legend


def test_several_seeds_are_a_mean_in_a_band_of_two_standard_errors():
    plot = plot_curves({"mine": [[0.0, 4.0], [2.0, 4.0]]})
    # means 1 and 4; the standard error of (0, 2) is sqrt(2) / sqrt(2) = 1
    assert lines(plot)["mine"].get_ydata().tolist() == [1, 4]
    band = plot.figure.axes[0].collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (-1, 4)
    assert band[band[:, 0] == 1, 1].max() == 3
    assert "mean of 2 seeds ± 2 standard errors" in plot.alt
    assert "2 seeds" in plot.figure.axes[0].get_legend().get_title().get_text()


def test_one_run_has_no_band():
    plot = plot_curves({"mine": [0.0, 4.0]})
    assert not plot.figure.axes[0].collections
    assert "±" not in plot.alt


def test_a_reference_is_faint_behind_and_in_the_colour_of_its_algorithm():
    plot = plot_curves({"SARSA": [1.0, 2.0]}, reference={"SARSA": [2.0, 3.0]})
    behind, bold = plot.figure.axes[0].lines
    assert behind.get_label() == "SARSA (reference)"
    assert behind.get_alpha() < 0.6
    assert behind.get_linestyle() == "--"
    assert behind.get_color() == bold.get_color() == ALGORITHM_COLOURS["SARSA"]


def test_curves_say_where_they_start_and_end():
    plot = plot_curves(
        {"Q-learning": np.r_[np.full(10, -100.0), np.full(80, -60), np.full(10, -20)]}
    )
    assert "from −100.00 (mean of the first 10 of 100) to −20.00 (the last 10)" in plot.alt


def test_axes_are_named_in_the_language_in_use():
    axes = plot_curves({"a": [1.0, 2.0]}).figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("episode", "return")
    with in_language("fr"):
        axes = plot_curves({"a": [1.0, 2.0]}).figure.axes[0]
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("épisode", "retour")
        assert plot_returns([1.0]).figure.axes[0].get_ylabel() == "nombre d’épisodes"
    axes = plot_curves({"a": [1.0, 2.0]}, xlabel="sweeps", ylabel="error").figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("sweeps", "error")


def test_one_wild_episode_does_not_squash_the_curve():
    returns = np.r_[-5000.0, np.linspace(-100, -20, 199)]
    low, high = plot_curves({"a": returns}, window=10).figure.axes[0].get_ylim()
    assert low > -1000
    assert high < 50


def test_an_algorithm_keeps_its_colour_and_no_two_curves_share_one():
    colours = colours_for(["mine", "SARSA", "q-learning", "yours"])
    assert colours["SARSA"] == ALGORITHM_COLOURS["SARSA"]
    assert colours["q-learning"] == ALGORITHM_COLOURS["Q-learning"]
    assert len(set(colours.values())) == 4
    assert ALGORITHM_COLOURS["random"] == ALGORITHM_COLOURS["hasard"] == GREY
    assert set(ALGORITHM_COLOURS.values()) <= set(PALETTE)


def test_few_returns_have_a_bar_each_with_its_count():
    plot = plot_returns([0.0] * 3 + [1.0] * 9)
    assert [bar.get_height() for bar in plot.figure.axes[0].patches] == [3, 9]
    assert texts(plot) == ["3", "9"]
    assert lines(plot)["mean 0.75"].get_xdata() == [0.75, 0.75]
    assert "Returns of 12 episodes, from 0 to 1, mean 0.75. How often: 0 × 3, 1 × 9." in plot.alt


def test_many_returns_are_a_histogram():
    returns = np.arange(100.0)
    bars = plot_returns(returns, bins=5).figure.axes[0].patches
    assert [bar.get_height() for bar in bars] == [20] * 5


def test_intervals_reach_from_low_to_high():
    plot = plot_intervals({"UCB": (0.5, 0.4, 0.7), "SARSA": (0.2, 0.1, 0.3)}, xlabel="success rate")
    axes = plot.figure.axes[0]
    bars = [c.get_segments()[0][:, 0].tolist() for c in axes.collections]
    np.testing.assert_allclose(bars, [[0.4, 0.7], [0.1, 0.3]])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["UCB", "SARSA"]
    assert axes.get_xlabel() == "success rate"
    assert plot.alt == "UCB: 0.50, interval 0.40 to 0.70; SARSA: 0.20, interval 0.10 to 0.30."


# Next to each other


def test_beside_wraps_plots_and_whatever_has_html():
    class Player:
        def _repr_mimebundle_(self, include=None, exclude=None):
            return {"text/html": "<b>player</b>", "text/plain": "a player"}, {"meta": 1}

    class Table:
        def _repr_html_(self):
            return "<table></table>"

        def __repr__(self):
            return "a table"

    plot = plot_returns([1.0], alt="returns")
    shown = beside(plot, Player(), Table(), beside(plot))._repr_mimebundle_()
    page = shown["text/html"]
    assert page.count("<img") == 2
    assert page.index("<img") < page.index("<b>player</b>") < page.index("<table></table>")
    assert "flex-wrap:wrap" in page
    assert shown["text/plain"] == "returns\na player\na table\nreturns"


def test_beside_takes_videos():
    from course_utils.video import Video

    video = Video([np.zeros((4, 4, 3), dtype=np.uint8)] * 2, alt="two black frames")
    assert "two black frames" in beside(video, plot_returns([1.0])).html


# Bad input

WRONG = {
    "values of another map": (lambda: plot_values(np.zeros(16), SMALL_LAKE), r"9 cells.*\(9,\)"),
    "a grid of values": (lambda: plot_values(np.zeros((3, 3)), SMALL_LAKE), r"\(3, 3\).*\(9,\)"),
    "a NaN among the values": (
        lambda: plot_values([np.nan] * 9, SMALL_LAKE),
        r"values\[0\] is nan",
    ),
    "words for values": (lambda: plot_values(["a"] * 9, SMALL_LAKE), "wanted numbers"),
    "a ragged map": (lambda: plot_lake(["SFF", "FG"]), "every row of a map has the same length"),
    "a policy of another map": (lambda: plot_policy([0] * 4, SMALL_LAKE), r"\(4,\).*\(9,\)"),
    "an action out of range": (lambda: plot_policy([4] * 9, SMALL_LAKE), r"policy\[0\].*0 to 3"),
    "Q-values as a policy": (
        lambda: plot_policy(np.full((9, 4), -1.0), SMALL_LAKE),
        "probabilities, not values",
    ),
    "a wrong order of actions": (
        lambda: plot_policy([0] * 9, SMALL_LAKE, action_names=["north"]),
        "left, down, right, up",
    ),
    "three actions": (lambda: plot_q_values(np.zeros((9, 3)), SMALL_LAKE), r"\(9, 3\).*\(9, 4\)"),
    "negative visits": (lambda: plot_visits([-1] + [0] * 8, SMALL_LAKE), r"visits\[0\] is -1"),
    "an empty path": (lambda: plot_lake(SMALL_LAKE, path=[]), "the path is empty"),
    "a path off the map": (lambda: plot_lake(SMALL_LAKE, path=[0, 9]), "the path.* 9"),
    "no curves": (lambda: plot_curves({}), "curves is empty"),
    "an empty curve": (lambda: plot_curves({"mine": []}), r"curves\['mine'\] is empty"),
    "a NaN in a curve": (
        lambda: plot_curves({"mine": [[1.0, 2.0], [3.0, np.nan]]}),
        r"curves\['mine'\]\[1, 1\] is nan",
    ),
    "a wide window": (lambda: plot_curves({"mine": [1.0]}, window=2), "window is 2.*1 episodes"),
    "a window of none": (lambda: plot_curves({"mine": [1.0]}, window=0), "window.*got 0"),
    "too many dimensions": (lambda: plot_curves({"m": np.zeros((1, 1, 1))}), r"\(1, 1, 1\)"),
    "an empty reference": (lambda: plot_curves({"m": [1.0]}, reference={}), "reference is empty"),
    "no returns": (lambda: plot_returns([]), "returns is empty"),
    "a table of returns": (lambda: plot_returns([[1.0], [2.0]]), r"\(2, 1\)"),
    "no intervals": (lambda: plot_intervals({}), "intervals is empty"),
    "an interval of two": (lambda: plot_intervals({"a": (1, 2)}), r"\(estimate, low, high\)"),
    "an interval upside down": (lambda: plot_intervals({"a": (1, 2, 0)}), "low <= estimate"),
    "nothing beside": (lambda: beside(), "nothing to show"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_is_named(case):
    draw, message = WRONG[case]
    with pytest.raises(ValueError, match=message):
        draw()


def test_curves_want_names():
    with pytest.raises(TypeError, match="wanted a dict"):
        plot_curves([1.0, 2.0])  # type: ignore[arg-type]


def test_beside_wants_pictures():
    with pytest.raises(TypeError, match="got int: 3"):
        beside(3)
