"""Scores of full games: what an agent is worth, without learning and under stated rules."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from course_utils.atari import MAX_FRAMES, AtariGames
from course_utils.atari_rules import check_actions, check_player
from course_utils.checks import check_seed, whole
from course_utils.language import tr, written


class Rules(NamedTuple):
    """What a score was reached under; `str` says it in the language in use."""

    settings: Any  # of the games
    epsilon: float  # share of random actions

    def __str__(self) -> str:
        luck = tr(en="random play", fr="jeu au hasard")
        share = "epsilon " + written(self.epsilon, "g")
        return f"{self.settings}, {luck if self.epsilon == 1 else share}"


@dataclass(frozen=True, repr=False)
class GameScores:
    """The scores of full games, in the order in which the games began."""

    scores: np.ndarray  # (games,) float64, the sum of the rewards as the game gives them
    lengths: np.ndarray  # (games,) int64, steps
    truncated: np.ndarray  # (games,) bool, stopped by the frame limit
    rules: Rules

    @property
    def mean(self) -> float:
        return float(self.scores.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """Two standard errors to each side of the mean: right about 95 times in 100.

        NaN for a single game, which tells nothing of the next one.
        """
        if len(self.scores) < 2:
            return math.nan, math.nan
        half = 2 * self.scores.std(ddof=1) / math.sqrt(len(self.scores))
        return self.mean - half, self.mean + half

    def __repr__(self) -> str:
        games, cut = len(self.scores), int(self.truncated.sum())
        mean, low, high = (written(value, ".1f") for value in (self.mean, *self.interval))
        best = written(self.scores.max(), "g")
        if games == 1:  # one game has no interval
            limit = tr(en=" (stopped by the limit)", fr=" (arrêtée par la limite)") if cut else ""
            return (
                tr(en=f"{mean} in one game", fr=f"{mean} en une partie") + f"{limit}. {self.rules}"
            )
        return tr(
            en=f"{mean} on average over {games} games (95 % interval {low} to {high}, "
            f"best {best}, {cut} stopped by the limit). {self.rules}",
            fr=f"{mean} en moyenne sur {games} parties (intervalle à 95 % : {low} à {high}, "
            f"meilleur score {best}, arrêtées par la limite : {cut}). {self.rules}",
        )


def evaluate_games(
    act: Callable[[np.ndarray], Any] | str | None,
    game: str | Any,
    *,
    games: int = 30,
    epsilon: float = 0.05,
    seed: int = 10_000,
    n_envs: int = 10,
    max_frames: int = MAX_FRAMES,
    sticky: float = 0.0,
    fire_reset: bool = True,
    threads: int = 0,
) -> GameScores:
    """Play full games and return their scores, as the games give them.

    The first `games` games that begin count, each to its end. The first that end would be the
    short ones, and those are the worse or the better ones. No game outlasts `max_frames`, so the
    time is bounded even for an agent that never presses FIRE.

    Args:
        act: From obs (n, 4, 84, 84) uint8 to (n,) actions; None or "random" plays at random.
        game: A name such as "Breakout", or games already made, such as `CatchGames()`: they begin
            anew, and the options from `n_envs` on are theirs.
        games: How many games count.
        epsilon: Share of actions drawn at random (Mnih et al. 2015 use 0.05).
        seed: Of the games and of those actions. Keep it apart from the training's.
        n_envs, max_frames, sticky, fire_reset, threads: See `AtariGames`.
    """
    games, n_envs, seed = whole(games, "games"), whole(n_envs, "n_envs"), check_seed(seed)
    act, epsilon = check_player(act, epsilon)
    if hasattr(game, "reset"):
        game.reset(seed=seed)
        return _play(act, game, games=games, epsilon=epsilon, seed=seed)
    played = AtariGames(
        game,
        n_envs=min(n_envs, games),
        seed=seed,
        life_loss=False,
        sticky=sticky,
        fire_reset=fire_reset,
        max_frames=max_frames,
        threads=threads,
    )
    try:
        return _play(act, played, games=games, epsilon=epsilon, seed=seed)
    finally:
        played.close()


def _play(act: Any, played: Any, *, games: int, epsilon: float, seed: int) -> GameScores:
    rng = np.random.default_rng(seed)
    n_envs, n_actions = played.n_envs, played.n_actions
    scores, lengths = np.zeros(games), np.zeros(games, np.int64)
    truncated = np.zeros(games, bool)
    number = np.arange(n_envs)  # which game each of them plays; numbers >= games do not count
    begun = n_envs
    while (number < games).any():
        action = rng.integers(n_actions, size=n_envs)
        if act is not None:
            answer = act(played.obs)
            try:
                chosen = check_actions(answer, n_envs, n_actions)
            except ValueError as error:
                raise ValueError(f"act gave no valid actions: {error}") from error
            action = np.where(rng.random(n_envs) < epsilon, action, chosen)
        step = played.step(action)
        counts = number < games
        scores[number[counts]] += step.reward[counts]
        lengths[number[counts]] += 1
        for index in np.flatnonzero(step.game_over | step.truncated):
            if counts[index]:
                truncated[number[index]] = step.truncated[index]
            number[index], begun = begun, begun + 1
    return GameScores(scores, lengths, truncated, Rules(played.settings, epsilon))
