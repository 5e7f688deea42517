"""The replay buffer: past transitions, each frame stored once, in memory taken once.

An Atari obs is four frames of 84x84, and three of them were in the obs before it too. Kept as
they come, obs and next_obs take 56 KB a transition; here it is one frame, 7 KB, and the stacks
are put together when they are sampled.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from course_utils.language import tr, written
from course_utils.memory import MB, require_memory
from course_utils.replay_checks import check_arrays, check_settings, check_state, check_step

if TYPE_CHECKING:
    import torch

# the arrays that hold something of each cell of the ring, and those of each game
OF_CELLS = ("frames", "action", "reward", "terminated", "ready")
OF_GAMES = ("next_row", "stored", "age", "begins")


PART = 4_096  # cells restored at once


class Batch(NamedTuple):
    """A minibatch of B transitions, each of `n_step` steps."""

    obs: torch.Tensor  # (B, 4, 84, 84) uint8, as stored: divide by 255 in the network
    action: torch.Tensor  # (B,) int64
    reward: torch.Tensor  # (B,) float32, the discounted sum of the rewards of n_step steps
    next_obs: torch.Tensor  # (B, 4, 84, 84) uint8, n_step later; of no meaning where terminated
    terminated: torch.Tensor  # (B,) bool, within these steps; a truncated game still has a future


class ReplayBuffer:
    """A ring of frames, from which transitions of `n_step` steps are drawn at random.

    `n_envs` games are played side by side and each has its own column of the ring. A row holds the
    newest frame of an obs and what was done there. The obs at row t is the frames of the rows
    t-3 ... t: always, because a game's first obs brings rows for its older frames too. Such rows
    are no transitions; they cost three frames a game.

        row       0    1    2    3    4    5    6  ...
        frame     -    -    -    f0   f1   f2   f3           (- : the first obs' older frames)
        obs at 5            [-    f0   f1   f2]

    After a step that ended a game by a time limit the next obs is not stored, so the last `n_step`
    transitions before it are never drawn. A lost life is different: learning may treat it as an
    end (`terminated`), but the game and its frames go on.

    The memory is taken as the buffer fills, `bytes_needed` in all and never more.

    Args:
        capacity: Rows in all, shared out evenly among the games.
        n_envs: Games side by side.
        obs_shape: Shape of one obs, the stacked frames first.
        n_step: Steps that one transition covers (Sutton & Barto 2018, section 7.1).
        gamma: Discount within these steps. Bootstrap with `gamma**n_step`.
        seed: What is drawn depends on this and on what was added, on nothing else.

    Raises:
        MemoryError: If the full buffer would not fit.
    """

    def __init__(
        self,
        capacity: int,
        *,
        n_envs: int = 1,
        obs_shape: tuple[int, ...] = (4, 84, 84),
        n_step: int = 1,
        gamma: float = 0.99,
        seed: int = 0,
    ) -> None:
        capacity, n_envs, obs_shape, n_step, gamma = check_settings(
            capacity, n_envs=n_envs, obs_shape=obs_shape, n_step=n_step, gamma=gamma
        )
        self.n_envs, self.obs_shape, self.n_step, self.gamma = n_envs, obs_shape, n_step, gamma
        self._rows = capacity // n_envs
        self.capacity = self._rows * n_envs
        require_memory(self.bytes_needed, capacity=self.capacity)
        self._rng = np.random.default_rng(seed)
        # cell = row * n_envs + game
        self._frames = np.zeros((self.capacity, *obs_shape[1:]), np.uint8)
        self._action = np.zeros(self.capacity, np.uint8)
        self._reward = np.zeros(self.capacity, np.float32)  # of n_step steps, summed as they come
        self._terminated = np.zeros(self.capacity, bool)  # within these steps
        self._ready = np.zeros(self.capacity, bool)  # may be drawn
        self._length = 0  # how many are ready
        # of each game
        self._games = np.arange(n_envs)
        self._next_row = np.zeros(n_envs, np.int64)
        self._stored = np.zeros(n_envs, np.int64)
        self._age = np.zeros(n_envs, np.int64)  # steps since its first obs
        self._begins = np.ones(n_envs, bool)  # the obs to come is a game's first

    def __len__(self) -> int:
        """Return how many transitions can be drawn."""
        return self._length

    @property
    def bytes_needed(self) -> int:
        """Bytes that the full buffer takes."""
        return self.capacity * (math.prod(self.obs_shape[1:]) + 1 + 4 + 1 + 1)

    def __repr__(self) -> str:
        long, now, most = self.n_step > 1, written(len(self)), written(self.capacity)
        size = written(self.bytes_needed / MB, ",.0f")
        return tr(
            en=f"ReplayBuffer({now} transitions{f' of {self.n_step} steps' * long} stored, "
            f"room for {most}, {self.n_envs} games; {size} MB when full)",
            fr=f"ReplayBuffer({now} transitions{f' de {self.n_step} pas' * long}, "
            f"{most} au plus, {self.n_envs} parties ; {size} Mo une fois pleine)",
        )

    def add(self, obs: Any, action: Any, reward: Any, terminated: Any, ended: Any) -> None:
        """Store one step of every game.

        Args:
            obs: (n_envs, *obs_shape) uint8, what was seen when `action` was chosen.
            action: (n_envs,) integers from 0 to 255.
            reward: (n_envs,) what came of it, clipped if learning wants it clipped.
            terminated: (n_envs,) bool, no reward to be learnt comes after this step.
            ended: (n_envs,) bool, the game was reset after this step, be it over or truncated:
                the next obs is the first of another game.
        """
        obs, action, reward, terminated, ended = check_step(
            obs, action, reward, terminated, ended, n_envs=self.n_envs, obs_shape=self.obs_shape
        )
        self._check_goes_on(obs)
        if self._begins.any():
            begin = self._games[self._begins]
            for older in range(self.obs_shape[0] - 1):
                self._write(begin, obs[begin, older])
            self._age[begin] = 0
        cells = self._write(self._games, obs[:, -1])
        self._action[cells] = action
        self._reward[cells] = 0
        for back in range(self.n_step):
            # G = r_t + gamma r_t+1 + ...: this reward is part of the sums begun before it
            earlier = self._earlier(cells, back)
            running = (self._age >= back) & ~self._ready[earlier]
            self._reward[earlier[running]] += np.float32(self.gamma**back) * reward[running]
            self._terminated[earlier[running]] = terminated[running]
            self._set_ready(earlier[running & terminated])
        # the obs just stored is the next_obs of n_step steps ago
        self._set_ready(self._earlier(cells, self.n_step)[self._age >= self.n_step])
        self._age += 1
        self._begins[:] = ended

    def sample(self, batch_size: int) -> Batch:
        """Draw transitions, all equally likely, each anew (so one may be drawn twice)."""
        import torch

        cells = self._draw(batch_size)
        terminated = self._terminated[cells]
        # where the game is over there is no next obs; any frames do
        later = np.where(terminated, cells, cells + self.n_step * self.n_envs)
        obs, next_obs = np.split(self._stacks(np.concatenate([cells, later])), 2)
        action = self._action[cells].astype(np.int64)
        batch = (obs, action, self._reward[cells], next_obs, terminated)
        return Batch(*map(torch.from_numpy, batch))

    def cut(self) -> None:
        """Say that all games were reset out of turn: the next obs are first ones."""
        self._begins[:] = True

    def state(self, *, copy: bool = True) -> dict[str, np.ndarray]:
        """Return all there is to know, for `restore`.

        `copy=False` gives views, to be written to disk before anything is added: a copy of a full
        buffer takes as much memory again.
        """
        about = {"settings": self._settings(), "rng": self._rng.bit_generator.state}
        arrays = self._arrays(rows=int(self._stored.max()))
        arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
        return {name: array.copy() if copy else array for name, array in arrays.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over the `state` of a buffer of the same settings, random state included.

        Its arrays may be in a file: they are read in parts, into the memory this buffer has.
        """
        about = check_state(state, {"about", *OF_CELLS, *OF_GAMES}, settings=self._settings())
        arrays = self._arrays(rows=int(state["stored"][:].max()))
        check_arrays(state, arrays)
        self._ready[:], self._length = False, 0
        try:
            for name, array in arrays.items():
                for start in range(0, len(array), PART):
                    array[start : start + PART] = state[name][start : start + PART]
        except BaseException:
            self._ready[:], self._begins[:] = False, True  # half a buffer is an empty one
            raise
        self._length = int(self._ready.sum())
        self._rng.bit_generator.state = about["rng"]

    def _arrays(self, *, rows: int) -> dict[str, np.ndarray]:
        arrays = {name: getattr(self, f"_{name}")[: rows * self.n_envs] for name in OF_CELLS}
        return arrays | {name: getattr(self, f"_{name}") for name in OF_GAMES}

    def _check_goes_on(self, obs: np.ndarray) -> None:
        """Compare an obs' older frames with those stored: a reset nobody told of shows here."""
        newest = (self._next_row - 1) * self.n_envs + self._games
        back = np.arange(2 - self.obs_shape[0], 1) * self.n_envs
        stored = self._frames[(newest[:, None] + back) % self.capacity]
        same = (stored == obs[:, :-1]).all(axis=tuple(range(1, obs.ndim)))
        if not (same | self._begins).all():
            game = int(np.argmin(same | self._begins))
            raise ValueError(
                f"the obs of game {game} does not go on from the one before it: its first "
                f"{self.obs_shape[0] - 1} frames should be the last ones of that. Give `add` the "
                "obs that was acted on, and ended=True for a game that was then reset (or call "
                "`cut()` if all games were reset out of turn)"
            )

    def _settings(self) -> dict[str, Any]:
        names = ("capacity", "n_envs", "obs_shape", "n_step", "gamma")
        return json.loads(json.dumps({name: getattr(self, name) for name in names}))

    def _write(self, games: np.ndarray, frames: np.ndarray) -> np.ndarray:
        """Store one frame of each of `games`; return the cells."""
        cells = self._next_row[games] * self.n_envs + games
        self._frames[cells] = frames
        # the frame overwritten belonged to the stacks of the next rows too
        stack = np.arange(self.obs_shape[0])[:, None]
        gone = (cells + stack * self.n_envs) % self.capacity
        self._length -= int(self._ready[gone].sum())
        self._ready[gone] = False
        self._next_row[games] = (self._next_row[games] + 1) % self._rows
        self._stored[games] = np.minimum(self._stored[games] + 1, self._rows)
        return cells

    def _earlier(self, cells: np.ndarray, rows: int) -> np.ndarray:
        return (cells - rows * self.n_envs) % self.capacity

    def _set_ready(self, cells: np.ndarray) -> None:
        self._length += int((~self._ready[cells]).sum())
        self._ready[cells] = True

    def _stacks(self, cells: np.ndarray) -> np.ndarray:
        """Return the obs at `cells`, (B, *obs_shape): the frame there and those before it."""
        back = np.arange(1 - self.obs_shape[0], 1) * self.n_envs
        return self._frames[(cells[:, None] + back) % self.capacity]

    def _draw(self, batch_size: int) -> np.ndarray:
        if not 1 <= batch_size <= len(self):
            raise ValueError(f"asked for {batch_size} transitions, {len(self)} are stored")
        ready = self._ready[: int(self._stored.max()) * self.n_envs]
        if 4 * len(self) < len(ready):  # few hits: look them up
            found = np.flatnonzero(ready)
            return found[self._rng.integers(len(found), size=batch_size)]
        cells = np.zeros(0, np.int64)
        while len(cells) < batch_size:
            drawn = self._rng.integers(len(ready), size=2 * batch_size)
            cells = np.concatenate([cells, drawn[ready[drawn]]])[:batch_size]
        return cells
