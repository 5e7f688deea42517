"""Trains a DQN over several games at once: in steps, stopped and resumed at will.

The agent is the class of the notebook. What is asked of it: `act(obs, epsilon)`, `update(batch)`,
and to keep what it is made of in `q_network`, `target_network`, `optimiser`, `updates`, `rng`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.checks import whole
from course_utils.language import tr, written
from course_utils.replay_checks import least_for_a_batch
from course_utils.resume import load_training, save_training
from course_utils.running import interrupted, progress_bar


@dataclass
class GameLog:
    """The games that ended while training, one entry a game."""

    steps: list[int] = field(default_factory=list)  # steps of training when the game ended
    scores: list[float] = field(default_factory=list)  # rewards as the game gives them, unclipped
    lengths: list[int] = field(default_factory=list)  # steps

    def __len__(self) -> int:
        return len(self.scores)

    def mean_score(self, last: int = 20) -> float:
        """Return the mean score of the `last` games; NaN before the first one ended."""
        return float(np.mean(self.scores[-last:])) if self.scores else float("nan")

    def to_frame(self) -> dict[str, np.ndarray]:
        """Return the columns by name; `pandas.DataFrame(log.to_frame())` makes a table."""
        return {
            "step": np.array(self.steps, dtype=np.int64),
            "score": np.array(self.scores, dtype=np.float64),
            "length": np.array(self.lengths, dtype=np.int64),
        }


class Training:
    """A training that goes on where it stopped: `run` more steps, `save`, `load`, `run` again.

    Args:
        agent: a DQN.
        games: `AtariGames`, or any class with their methods.
        buffer: a `ReplayBuffer` for as many games.
        epsilon: the step → the share of random actions.
        lr: the step → the learning rate; None leaves the optimiser's as it is.
        warm_up: steps played before the first update.
        steps_per_update: steps of all games together; 8 games at 8 steps: one update a move.
        batch_size: transitions an update.
    """

    def __init__(
        self,
        agent: Any,
        games: Any,
        buffer: Any,
        *,
        epsilon: Callable[[int], float],
        lr: Callable[[int], float] | None = None,
        warm_up: int = 4_000,
        steps_per_update: int = 8,
        batch_size: int = 32,
    ):
        for name, schedule in (("epsilon", epsilon), ("lr", lr)):
            if not callable(schedule) and (name, schedule) != ("lr", None):
                raise TypeError(
                    f"{name} is a function of the step, such as constant({schedule!r}) of "
                    f"course_utils.schedules; got {schedule!r}"
                )
        batch_size = whole(batch_size, "batch_size")
        steps_per_update = whole(steps_per_update, "steps_per_update")
        least_warm_up, least_capacity = least_for_a_batch(
            batch_size, n_envs=games.n_envs, n_step=buffer.n_step, frames=games.obs.shape[1]
        )
        if warm_up < least_warm_up or buffer.capacity < least_capacity:
            raise ValueError(
                f"a batch of {batch_size} transitions of {buffer.n_step} steps, from "
                f"{games.n_envs} games, takes warm_up of at least {least_warm_up} and a buffer of "
                f"at least {least_capacity} steps; got warm_up={warm_up} and a capacity of "
                f"{buffer.capacity}"
            )
        self.agent, self.games, self.buffer = agent, games, buffer
        self.epsilon, self.lr, self.warm_up = epsilon, lr, warm_up
        self.steps_per_update, self.batch_size = steps_per_update, batch_size
        self.steps = 0
        self.owed = 0  # steps for which no update was made yet
        self.seconds = 0.0
        self.interrupted = False  # the last `run` was stopped by the interrupt button
        self.losses: list[float] = []  # the mean of each 100 updates
        self.log = GameLog()
        self._some_losses: list[float] = []
        self._score = np.zeros(games.n_envs)
        self._length = np.zeros(games.n_envs, dtype=np.int64)
        self._left = games.obs  # the obs that the games were left with

    def run(
        self,
        steps: int,
        *,
        minutes: float | None = None,
        checkpoint: str | Path | None = None,
        checkpoint_every: int = 100_000,
        watch: Callable[["Training"], None] | None = None,
        watch_seconds: float = 10.0,
        progress: bool | None = None,
    ) -> "Training":
        """Play and learn for `steps` more steps, and return self.

        The interrupt button (or Ctrl-C) stops after the current step: nothing is lost, and `run`
        goes on from there. Pressed twice it stops at once, which may close the games: agent and
        buffer are kept, and `run` goes on once `training.games` is set to new ones.

        Args:
            minutes: stop after so long, if that comes first.
            checkpoint: where to `save`, each `checkpoint_every` steps and at the end.
            watch: called with self each `watch_seconds`, and at the end: draws a live curve.
            progress: show a bar; None shows it where somebody looks.
        """
        steps = whole(steps, "steps")
        goal, start = self.steps + steps, time.monotonic()
        end = start + 60 * minutes if minutes is not None else float("inf")
        next_save = self.steps + checkpoint_every
        next_look = start + watch_seconds
        before = self.seconds
        with interrupted() as pressed, progress_bar(steps, progress) as bar:
            while self.steps < goal and not pressed.is_set():
                self.step()
                now = time.monotonic()
                self.seconds = before + now - start
                if bar is not None:
                    self._show(bar)
                if watch is not None and now >= next_look:
                    watch(self)
                    next_look = time.monotonic() + watch_seconds
                if checkpoint is not None and self.steps >= next_save:
                    self.save(checkpoint)
                    next_save = self.steps + checkpoint_every
                if now >= end:
                    break
        if watch is not None:
            watch(self)
        if checkpoint is not None:
            self.save(checkpoint)
        self.interrupted = pressed.is_set()
        if self.interrupted:
            done = written(self.steps)
            print(
                tr(
                    en=f"Stopped after {done} steps. Nothing is lost: run goes on here.",
                    fr=f"Arrêté après {done} pas. Rien n'est perdu : run reprend ici.",
                )
            )
        return self

    def step(self) -> None:
        """Let every game play one move, and learn while they play it."""
        self._look()
        games, obs = self.games, self.games.obs
        action = self.agent.act(obs, self.epsilon(self.steps))
        games.send(action)
        try:
            self._learn()
        finally:  # also when an update fails: games and buffer stay in step
            self._note(obs, action, games.recv())

    def _look(self) -> None:
        """See whether somebody else has played the games, or they are others."""
        obs, left = self.games.obs, self._left
        if obs is left or np.array_equal(obs, left):
            return
        self.buffer.cut()
        self._score[:] = np.nan  # their starts were not seen: these games are no scores
        self._left = obs

    def _note(self, obs: np.ndarray, action: np.ndarray, step: Any) -> None:
        ended = step.game_over | step.truncated
        # learning sees the reward clipped, the score does not
        self.buffer.add(obs, action, np.clip(step.reward, -1, 1), step.terminated, ended)
        self._left = self.games.obs
        self.steps += self.games.n_envs
        self.owed += self.games.n_envs if self.steps > self.warm_up else 0
        self._score += step.reward
        self._length += 1
        for game in np.flatnonzero(ended):
            if not np.isnan(self._score[game]):
                self.log.steps.append(self.steps)
                self.log.scores.append(float(self._score[game]))
                self.log.lengths.append(int(self._length[game]))
            self._score[game] = self._length[game] = 0

    def _learn(self) -> None:
        if self.lr is not None:
            for group in self.agent.optimiser.param_groups:
                group["lr"] = self.lr(self.steps)
        while self.owed >= self.steps_per_update:
            loss = self.agent.update(self.buffer.sample(self.batch_size))
            self.owed -= self.steps_per_update
            self._some_losses.append(float(loss))
            if len(self._some_losses) == 100:
                self.losses.append(float(np.mean(self._some_losses)))
                self._some_losses.clear()

    def _show(self, bar: Any) -> None:
        bar.update(self.games.n_envs)
        if time.monotonic() - bar.last_words > 0.5:
            bar.last_words = time.monotonic()
            score = f"{self.log.mean_score():.1f}" if len(self.log) else "–"
            words = f"score {score}, epsilon {self.epsilon(self.steps):.2f}"
            bar.set_postfix_str(words, refresh=False)

    def state(self) -> dict[str, Any]:
        """Return the counters and what was recorded; `save` writes it with all the rest."""
        return {
            "steps": self.steps,
            "owed": self.owed,
            "seconds": self.seconds,
            "losses": np.array(self.losses),
            "some_losses": np.array(self._some_losses),
            "log": self.log.to_frame(),
            "score": self._score.copy(),
            "length": self._length.copy(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what `state` returned."""
        self.steps, self.owed, self.seconds = state["steps"], state["owed"], state["seconds"]
        self.losses, self._some_losses = state["losses"].tolist(), state["some_losses"].tolist()
        log = state["log"]
        columns = (log[name].tolist() for name in ("step", "score", "length"))
        self.log = GameLog(*columns)
        self._score, self._length = state["score"].copy(), state["length"].copy()
        self._left = self.games.obs

    def save(self, path: str | Path) -> None:
        """Write all of it, the replay buffer and the state of the games included, to one file."""
        self._look()
        save_training(self, path)

    def load(self, path: str | Path) -> "Training":
        """Take up a saved training: as if it had never been stopped (bit for bit on a CPU)."""
        load_training(self, path)
        return self
