"""Catch, the probe: the smallest game of pixels, played several at once as `AtariGames` are.

A ball falls, a paddle moves below it: +1 for a catch, -1 for a miss, then a new game. A
convolutional DQN that works learns it in seconds, so look here first when one does not.
"""

import numpy as np

from course_utils.atari import Step
from course_utils.atari_rules import check_actions
from course_utils.checks import check_seed, whole

CELLS = 9  # columns and rows
PIXELS = 4  # the side of a cell


class CatchGames:
    """n games of Catch. All of `AtariGames` that learning needs; nothing is stochastic but starts.

    The ball starts at the top and falls one row a step; the paddle, three cells wide, is on the
    lowest row and moves one cell a step. A game lasts 8 steps. `obs` is (n, 4, 36, 36) uint8, the
    last 4 frames, those from before the game black.
    """

    action_names = ("left", "stay", "right")
    n_actions = 3
    settings = "Catch"
    name = "Catch"

    def __init__(self, *, n_envs: int = 8, seed: int = 0):
        self.n_envs = whole(n_envs, "n_envs")
        self._sent: np.ndarray | None = None
        self.reset(seed=check_seed(seed))

    def reset(self, *, seed: int | None = None) -> np.ndarray:
        """Begin all games anew: the same ones, or those of another `seed`. Return `obs`."""
        if seed is not None:
            self._seed = check_seed(seed)
        self._sent = None
        self._count = np.zeros(self.n_envs, np.int64)  # games begun
        self._ball, self._row, self._paddle = np.zeros((3, self.n_envs), np.int64)
        self.obs = np.zeros((self.n_envs, 4, CELLS * PIXELS, CELLS * PIXELS), np.uint8)
        self._begin(np.ones(self.n_envs, bool))
        return self.obs

    def send(self, actions: np.ndarray) -> None:
        """Take one action a game, (n,) integers; `recv` plays them."""
        if self._sent is not None:
            raise RuntimeError("send was called twice: call recv to get the first answer")
        self._sent = check_actions(actions, self.n_envs, self.n_actions)

    def recv(self) -> Step:
        """Return what came of the actions sent; `obs` is what to act on next."""
        if self._sent is None:
            raise RuntimeError("nothing to receive: call send with the actions first")
        self._paddle = np.clip(self._paddle + self._sent - 1, 1, CELLS - 2)
        self._sent = None
        self._row += 1
        over = self._row == CELLS - 1
        caught = np.abs(self._ball - self._paddle) <= 1
        reward = np.where(over, np.where(caught, 1, -1), 0).astype(np.float32)
        next_obs = np.concatenate([self.obs[:, 1:], self._frames()[:, None]], axis=1)
        self.obs = next_obs
        if over.any():
            self.obs = next_obs.copy()
            self._begin(over)
        return Step(next_obs, reward, over, over.copy(), np.zeros(self.n_envs, bool))

    def step(self, actions: np.ndarray) -> Step:
        """Play one step of all games: `actions` is (n,) integers."""
        self.send(actions)
        return self.recv()

    def close(self) -> None:
        """Do nothing: there are no threads to stop."""

    def state(self) -> dict[str, np.ndarray]:
        """Return what `restore` needs."""
        if self._sent is not None:
            raise RuntimeError("the games are running: call recv before state")
        return {
            "seed": np.array([self._seed], np.int64),
            "games": np.stack([self._count, self._ball, self._row, self._paddle]),
            "obs": self.obs.copy(),
        }

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Go back to a `state`, exactly."""
        if state["obs"].shape != self.obs.shape:
            raise ValueError(
                f"wanted the state of {self.n_envs} games of Catch, obs {self.obs.shape}; "
                f"got obs {state['obs'].shape}: make them with n_envs={len(state['obs'])}"
            )
        self._sent = None
        self._seed = int(state["seed"][0])
        self._count, self._ball, self._row, self._paddle = state["games"].copy()
        self.obs = state["obs"].copy()

    def _begin(self, which: np.ndarray) -> None:
        for index in np.flatnonzero(which):
            rng = np.random.default_rng((self._seed, int(index), int(self._count[index])))
            self._ball[index] = rng.integers(CELLS)
            self._paddle[index] = rng.integers(1, CELLS - 1)
        self._row[which] = 0
        self._count[which] += 1
        self.obs[which] = 0
        self.obs[which, -1] = self._frames()[which]

    def _frames(self) -> np.ndarray:
        """Return what is seen now: (n, 36, 36) uint8."""
        cells = np.zeros((self.n_envs, CELLS, CELLS), np.uint8)
        games = np.arange(self.n_envs)
        for part in (-1, 0, 1):
            cells[games, -1, self._paddle + part] = 128
        cells[games, self._row, self._ball] = 255
        return cells.repeat(PIXELS, axis=1).repeat(PIXELS, axis=2)
