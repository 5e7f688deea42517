"""Scores and Q-values drawn: each line has the numbers it should, and drawing harms no training."""

import io
import re
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image

from course_utils import training_plots
from course_utils.dqn_training import GameLog
from course_utils.figures import GREY, PALETTE
from course_utils.language import in_language
from course_utils.training_plots import LiveCurve, plot_q_along, plot_scores


def log(scores, *, every=1_000):
    """A log of games that ended `every` steps."""
    return {"step": [every * (k + 1) for k in range(len(scores))], "score": list(scores)}


def line(plot, label):
    """Return the line that the legend calls `label`."""
    (found,) = (line for line in plot.figure.axes[0].lines if line.get_label() == label)
    return found


def points(plot, label):
    """Return the (x, y) of that line, as rows."""
    return np.array(line(plot, label).get_xydata())


def dots(plot):
    """Return the (x, y) of each group of dots."""
    return [
        np.array(line.get_xydata())
        for line in plot.figure.axes[0].lines
        if line.get_marker() == "." and line.get_linestyle() == "None"
    ]


def legend(plot):
    box = plot.figure.axes[0].get_legend()
    return box.get_title().get_text(), [text.get_text() for text in box.get_texts()]


def assert_drawn(plot):
    picture = Image.open(io.BytesIO(plot.png))
    assert picture.size[0] > 900
    assert len(np.unique(np.array(picture.convert("RGB")).reshape(-1, 3), axis=0)) > 5


# Scores


def test_one_log_its_games_and_their_mean():
    plot = plot_scores(log([1, 3, 5, 2]), window=2)
    # the first has only itself; then (1 + 3) / 2, (3 + 5) / 2, (5 + 2) / 2
    np.testing.assert_allclose(points(plot, "this training"), [[1, 1], [2, 2], [3, 4], [4, 3.5]])
    np.testing.assert_allclose(dots(plot), [[[1, 1], [2, 3], [3, 5], [4, 2]]])
    assert legend(plot) == ("dots: games; line: mean\nof the last 2 games", ["this training"])
    axes = plot.figure.axes[0]
    assert axes.get_xlim() == (0, 4)
    assert axes.get_xlabel() == "agent steps (thousands)"
    assert axes.get_ylabel() == "score of a game"
    assert_drawn(plot)


def test_a_window_of_one_game_smooths_nothing_and_says_so():
    plot = plot_scores(log([1, 3, 5, 2]), window=1)
    np.testing.assert_allclose(points(plot, "this training")[:, 1], [1, 3, 5, 2])
    assert legend(plot)[0] == "dots: games\nline: not smoothed"


def test_the_log_of_a_training_and_that_of_a_card_are_drawn_alike():
    ours = GameLog([8, 16, 16], [0.0, 2.0, 1.0], [3, 3, 4])
    card = {"step": [8, 16, 16], "score": [0.0, 2.0, 1.0], "length": [3, 3, 4]}
    assert plot_scores({"A": ours}).png == plot_scores({"A": card}).png


def test_seeds_become_a_mean_and_a_band_between_lowest_and_highest():
    seeds = [log([0, 2, 4]), log([6, 6, 6]), log([3, 4, 5])]
    plot = plot_scores({"DQN": seeds}, window=1)
    mean = points(plot, "DQN")
    np.testing.assert_allclose(mean[[0, -1]], [[1, 3], [3, 5]])
    np.testing.assert_allclose(mean[:, 1], 3 + (mean[:, 0] - 1))  # straight, as all of them are
    (band,) = plot.figure.axes[0].collections
    edges = band.get_paths()[0].vertices
    at_start = edges[np.isclose(edges[:, 0], 1), 1]
    at_end = edges[np.isclose(edges[:, 0], 3), 1]
    assert (at_start.min(), at_start.max()) == (0, 6)
    assert (at_end.min(), at_end.max()) == (4, 6)
    assert len(dots(plot)) == 3
    assert "band: lowest to highest\nof 3 seeds" in legend(plot)[0]
    assert "band: lowest to highest of 3 seeds" in plot.alt


def test_seeds_are_compared_only_where_all_have_games():
    plot = plot_scores({"DQN": [log([1, 1, 1, 1]), log([3, 3], every=1_500)]}, window=1)
    mean = points(plot, "DQN")
    assert (mean[0, 0], mean[-1, 0]) == (1.5, 3)
    np.testing.assert_allclose(mean[:, 1], 2)


def test_a_seed_without_games_is_not_counted():
    plot = plot_scores({"DQN": [log([1, 2]), log([]), log([3, 4])]}, window=1)
    np.testing.assert_allclose(points(plot, "DQN")[[0, -1], 1], [2, 3])
    assert "of 2 seeds" in legend(plot)[0]
    assert "3 seeds" not in plot.alt


def test_several_logs_have_colours_and_lines_of_their_own():
    plot = plot_scores({"3 steps": log([1, 2]), "1 step": log([0, 1]), 7: log([5, 5])}, window=1)
    assert legend(plot)[1] == ["3 steps", "1 step", "7"]
    lines = [line(plot, name) for name in ("3 steps", "1 step", "7")]
    assert len({line.get_color() for line in lines}) == 3
    assert [line.get_ydata()[0] for line in lines] == [1, 0, 5]


def test_the_reference_is_dashed_behind_and_has_no_dots():
    plot = plot_scores(
        {"DQN": log([1, 2])},
        reference={"DQN": log([5] * 4), "200,000 steps": log([2, 4])},
        window=2,
    )
    same, other, ours = (line(plot, name) for name in ("DQN (reference)", "200,000 steps", "DQN"))
    assert same.get_color() == GREY
    assert len({same.get_color(), other.get_color(), ours.get_color()}) == 3
    assert [one.get_linestyle() for one in (same, other, ours)] == ["--", "--", "-"]
    np.testing.assert_allclose(other.get_ydata(), [2, 3])
    assert len(dots(plot)) == 1
    drawn = plot.figure.axes[0].lines
    assert drawn.index(other) < drawn.index(ours)
    assert plot.figure.axes[0].get_xlim() == (0, 4)  # as far as the longest
    assert "dashed, for comparison: DQN, 200,000 steps" in plot.alt


def test_seeds_of_the_reference_make_a_band_behind():
    plot = plot_scores(log([1, 2, 3]), reference={"shipped": [log([2] * 3), log([6] * 3)]})
    np.testing.assert_allclose(line(plot, "shipped").get_ydata(), 4)
    (band,) = (one for one in plot.figure.axes[0].collections if hasattr(one, "get_paths"))
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (2, 6)
    assert plot.figure.axes[0].get_ylim()[1] > 6
    assert "band: lowest to highest of 2 seeds" in plot.alt
    assert legend(plot)[0].endswith("band: lowest to highest\nof 2 seeds")


def test_until_bounds_the_steps_and_what_is_beyond_takes_no_room():
    plot = plot_scores(log([1, 2]), reference=log([1, 2, 300, 400]), until=2_000, window=1)
    axes = plot.figure.axes[0]
    assert axes.get_xlim() == (0, 2)
    assert axes.get_ylim()[1] < 3
    assert plot_scores(log([1, 2]), until=9_000).figure.axes[0].get_xlim() == (0, 9)


def test_everything_is_within_the_axes_negative_scores_too():
    plot = plot_scores(log([-21, -20, -19, -21]), window=2)
    low, high = plot.figure.axes[0].get_ylim()
    assert low < -21
    assert high > 0


def test_a_single_game_can_be_seen():
    assert line(plot_scores(log([3])), "this training").get_marker() == "o"
    assert line(plot_scores(log([3, 4])), "this training").get_marker() == "None"


def test_no_game_yet():
    for empty in (GameLog(), log([])):
        plot = plot_scores(empty, reference=log([1, 2]))
        assert [text.get_text() for text in plot.figure.axes[0].texts] == ["no game has ended yet"]
        assert "this training, no game yet" in plot.alt
        assert_drawn(plot)
    assert not plot_scores({"A": log([]), "B": log([1])}).figure.axes[0].texts


def test_the_alt_text_says_how_the_scores_went():
    plot = plot_scores({"DQN": log(range(30))}, window=10, title="Catch")
    assert plot.alt == (
        "Scores: DQN, 30 games in 30,000 steps, mean score 4.5 over the first 10 games and 24.5 "
        "over the last 10; dots: games; line: mean of the last 10 games."
    )
    assert plot.alt in plot.html
    assert plot.figure.axes[0].get_title() == "Catch"
    assert plot_scores(log([1]), alt="mine").alt == "mine"
    assert "1 game in 400 steps, mean score 3.0;" in plot_scores(log([3], every=400)).alt
    # fewer games a seed than the window: all of them
    assert (
        "6 games in 3,000 steps, mean score 2.5;"
        in plot_scores({"DQN": [log([1, 2, 3]), log([2, 3, 4])]}).alt
    )


def test_scores_in_french():
    with in_language("fr"):
        plot = plot_scores(
            {"DQN": [log(range(30)), log(range(30))]}, reference=log([1, 2]), window=10
        )
        empty = plot_scores(log([]))
    axes = plot.figure.axes[0]
    assert axes.get_xlabel() == "pas de l’agent (milliers)"
    assert axes.get_ylabel() == "score d’une partie"
    title, names = legend(plot)
    assert names == ["référence", "DQN"]
    assert title.startswith("points : parties ; trait : moyenne\ndes 10 dernières parties")
    assert "60 parties en 30\u202f000 pas" in plot.alt
    assert "4.5 sur les 10 premières parties de chaque graine" in plot.alt
    assert "bande : de la plus basse à la plus haute de 2 graines" in plot.alt
    assert not re.search("game|steps|mean|seeds", plot.alt + title)
    assert empty.figure.axes[0].texts[0].get_text() == "aucune partie n’est encore terminée"


@pytest.mark.parametrize(
    ("logs", "options", "error", "message"),
    [
        (log([1]), {"window": 0}, ValueError, "window is a whole number of games, at least 1"),
        (log([1]), {"window": 2.5}, ValueError, "got 2.5"),
        (log([1]), {"until": 0}, ValueError, "until is a number of steps above 0; got 0"),
        ({}, {}, ValueError, "logs is empty"),
        ({"DQN": []}, {}, ValueError, r"logs\['DQN'\] is an empty list"),
        ([1, 2], {}, TypeError, r'wanted a dict such as {"DQN": training.log}; got list'),
        ({"DQN": {"step": [1]}}, {}, TypeError, r"logs\['DQN'\]: a log is training.log"),
        (log([1]), {"reference": {"x": None}}, TypeError, r"reference\['x'\]: a log is"),
        ({"step": [1, 2], "score": [1]}, {}, ValueError, r"got steps \(2,\) and scores \(1,\)"),
        ({"step": [2, 1], "score": [1, 1]}, {}, ValueError, "in the order in which the games"),
        (log([1, float("nan")]), {}, ValueError, r"\['score'\]\[1\] is nan: wanted finite"),
    ],
)
def test_logs_that_make_no_sense(logs, options, error, message):
    with pytest.raises(error, match=message):
        plot_scores(logs, **options)


# Q-values along a game

NAMES = ("NOOP", "FIRE", "RIGHT", "LEFT")
Q = np.arange(20.0).reshape(5, 4) - 3


def rewarded(plot):
    """Return the steps that have the dotted line of a reward."""
    return [line.get_xdata()[0] for line in plot.figure.axes[0].lines if len(line.get_xdata()) == 2]


def test_each_action_has_its_q_values():
    plot = plot_q_along(Q, NAMES)
    labels = ["wait", "fire", "right →", "left ←"]
    for column, label in enumerate(labels):
        np.testing.assert_array_equal(
            points(plot, label), np.column_stack([range(5), Q[:, column]])
        )
    assert len({line(plot, label).get_color() for label in labels}) == 4
    assert plot.figure.axes[0].get_xlim() == (0, 4)
    assert plot.alt == (
        "Q-values of 4 actions over 5 steps of a game: the best one lies between 0.00 and 16.00."
    )
    assert_drawn(plot)


def test_a_reward_is_seen_one_step_after_its_action():
    plot = plot_q_along(Q, NAMES, rewards=[0, 1.0, 0, -1.0])
    assert rewarded(plot) == [2, 4]
    assert legend(plot)[1][0] == "a reward"
    assert legend(plot)[1].count("a reward") == 1
    assert plot.alt.endswith("; rewards came 2 times.")
    # what the last action brought is seen after the last obs
    assert rewarded(plot_q_along(Q, NAMES, rewards=[0, 1.0, 0, 0, 1.0])) == [2]
    assert "rewards came 0 times" in plot_q_along(Q, NAMES, rewards=np.zeros(5)).alt


def test_tensors_with_their_gradient_are_drawn_too():
    import torch

    q_values = torch.from_numpy(Q).float().requires_grad_()
    assert plot_q_along(q_values, NAMES).png == plot_q_along(Q, NAMES).png


def test_more_actions_than_colours_can_be_told_apart():
    plot = plot_q_along(np.zeros((3, 18)), [f"action {k}" for k in range(18)])
    looks = {(one.get_color(), one.get_linestyle()) for one in plot.figure.axes[0].lines}
    assert len(PALETTE) < 18
    assert len(looks) == 18


def test_the_q_values_of_one_obs_can_be_seen():
    plot = plot_q_along(Q[:1], NAMES, rewards=[1.0])
    assert line(plot, "wait").get_marker() == "o"
    assert rewarded(plot) == []


def test_q_values_in_french():
    with in_language("fr"):
        plot = plot_q_along(Q[:, :2], ["LEFTFIRE", "NOOP"], rewards=[1, 0, 0, 0], title="Partie")
    assert legend(plot)[1] == ["une récompense", "gauche ← + tir", "attente"]
    axes = plot.figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("pas de la partie", "valeur Q")
    assert axes.get_title() == "Partie"
    assert plot.alt.startswith("Valeurs Q de 2 actions sur 5 pas d’une partie : la meilleure va de")
    assert plot.alt.endswith(" ; récompenses reçues : 1.")


@pytest.mark.parametrize(
    ("q_values", "rewards", "message"),
    [
        (Q[:, :3], None, r"shape \(5, 3\): wanted \(T, 4\).* NOOP, FIRE, RIGHT, LEFT"),
        (Q[0], None, r"shape \(4,\): wanted \(T, 4\)"),
        (Q[:0], None, "q_values is empty"),
        (Q * np.nan, None, r"q_values\[0, 0\] is nan"),
        (Q, np.zeros(7), r"rewards has shape \(7,\): wanted \(5,\) or \(4,\)"),
        (Q, np.zeros((5, 1)), r"rewards has shape \(5, 1\)"),
    ],
)
def test_q_values_that_make_no_sense(q_values, rewards, message):
    with pytest.raises(ValueError, match=message):
        plot_q_along(q_values, NAMES, rewards=rewards)


# Live


class Notebook:
    """Stands for IPython's shell and its display: `outputs` is what each output showed in turn."""

    def __init__(self):
        self.execution_count = 1
        self.kernel = object()
        self.outputs = []

    def display(self, thing, *, display_id):
        assert display_id is True
        shown = [thing.alt]
        self.outputs.append(shown)
        return SimpleNamespace(update=lambda thing: shown.append(thing.alt))


@pytest.fixture
def notebook(monkeypatch):
    shell = Notebook()
    monkeypatch.setenv("COURSE_PROGRESS", "1")
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr("IPython.display.display", shell.display)
    return shell


def training(games):
    return SimpleNamespace(log=GameLog(*([k + 1 for k in range(games)],) * 3), steps=games)


def test_one_output_is_redrawn_and_another_cell_gets_its_own(notebook):
    curve = LiveCurve()
    for games in (0, 1, 25):
        curve(training(games))
    assert len(notebook.outputs) == 1
    words = ["no game yet", "1 game in 1 steps", "25 games in 25 steps"]
    for shown, wanted in zip(notebook.outputs[0], words, strict=True):
        assert wanted in shown
    notebook.execution_count = 2
    curve(training(30))
    curve(training(31))
    assert [len(shown) for shown in notebook.outputs] == [3, 2]
    assert curve.error is None


def test_a_training_is_drawn_while_it_runs_and_at_the_end(notebook):
    from tiny_dqn import catch

    curve = LiveCurve()
    run = catch(warm_up=10_000).run(64, watch=curve, watch_seconds=0.0, progress=False)
    (shown,) = notebook.outputs
    assert len(shown) == 64 // 8 + 1
    assert f"{len(run.log)} games in 64 steps" in shown[-1]
    assert len(run.log) == 8


@pytest.mark.parametrize("why", ["nobody looks", "a terminal", "no IPython"])
def test_nothing_is_shown_where_nobody_looks(notebook, monkeypatch, capsys, why):
    if why == "nobody looks":
        monkeypatch.setenv("COURSE_PROGRESS", "0")
    elif why == "a terminal":
        del notebook.kernel
    else:
        monkeypatch.delitem(training_plots.sys.modules, "IPython")
    curve = LiveCurve()
    monkeypatch.setattr(training_plots, "plot_scores", lambda *_, **__: pytest.fail("drawn"))
    curve(training(3))
    assert notebook.outputs == []
    assert capsys.readouterr().out == ""
    assert curve.error is None


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("where", ["plot_scores", "png", "display", "update", "log"])
def test_an_error_while_drawing_is_told_once_and_the_training_goes_on(
    notebook, monkeypatch, capsys, where, language
):
    def fail(*args, **options):
        raise RuntimeError("out of ink")

    curve, watched = LiveCurve(), training(3)
    if where == "plot_scores":
        monkeypatch.setattr(training_plots, "plot_scores", fail)
    elif where == "png":
        monkeypatch.setattr("matplotlib.figure.Figure.savefig", fail)
    elif where == "display":
        monkeypatch.setattr("IPython.display.display", fail)
    elif where == "update":
        curve(watched)
        curve._handle.update = fail
    else:
        watched.log = "no log"
    with in_language(language):
        for _ in range(3):
            curve(watched)
    told = capsys.readouterr().out
    assert told.count("\n") == 1
    assert {"en": "the training goes on", "fr": "l’entraînement continue"}[language] in told
    assert repr(curve.error) in told
    assert len(notebook.outputs) == (where == "update")


def test_a_training_that_goes_on_past_until_is_still_seen(notebook, monkeypatch):
    untils = []

    def note(log, *, until, **options):
        untils.append(until)
        return plot_scores(log, until=until, **options)

    curve = LiveCurve(until=20)
    monkeypatch.setattr(training_plots, "plot_scores", note)
    for games in (5, 20, 30):
        curve(training(games))
    assert untils == [20, 20, 30]
    assert curve.error is None


def test_a_wrong_option_is_named_before_the_training():
    with pytest.raises(ValueError, match="window is a whole number"):
        LiveCurve(window=0)
    with pytest.raises(ValueError, match="until is a number of steps"):
        LiveCurve(until=-1)
    with pytest.raises(TypeError, match="reference: wanted a dict"):
        LiveCurve(reference="Breakout")


CELLS = [
    """
    from types import SimpleNamespace
    from course_utils.training_plots import LiveCurve

    training = SimpleNamespace(log={"step": [], "score": []}, steps=0)

    def play(curve, games):
        for _ in range(games):
            training.steps += 1_000
            training.log["step"].append(training.steps)
            training.log["score"].append(1.0)
            curve(training)
            print(training.steps, end=" ")

    curve = LiveCurve()
    """,
    "play(curve, 4)",
    "play(curve, 2)",
    "import os; os.environ['COURSE_PROGRESS'] = '0'; play(curve, 2)",
]


def test_in_a_kernel_each_cell_has_one_curve_in_its_last_state(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("COURSE_PROGRESS", "1")
    cells = [nbformat.v4.new_code_cell(re.sub("^    ", "", cell, flags=re.M)) for cell in CELLS]
    nb = nbformat.v4.new_notebook(cells=cells)
    root = str(training_plots.__file__).removesuffix("course_utils/training_plots.py")
    NotebookClient(nb, timeout=120, resources={"metadata": {"path": root}}).execute()

    def outputs(cell):
        curves = [out for out in cell.outputs if out.output_type == "display_data"]
        return curves, "".join(out.get("text", "") for out in cell.outputs)

    (first,), text = outputs(nb.cells[1])
    assert "4 games in 4,000 steps" in first.data["text/plain"]
    assert first.data["text/html"].startswith('<img alt="Scores: this training, 4 games')
    assert text == "1000 2000 3000 4000 "
    (second,), _ = outputs(nb.cells[2])
    assert "6 games in 6,000 steps" in second.data["text/plain"]
    assert outputs(nb.cells[3]) == ([], "7000 8000 ")
