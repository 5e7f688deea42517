"""Atari games: one at a time as Gymnasium makes it, and several side by side in ale-py's threads.

Both show the same: 84x84 grey pixels, each frame the brighter of two, one every 4 frames of the
console, the last 4 of them stacked (Mnih et al. 2015, Methods). The ROMs come with ale-py.
"""

import math
import zlib
from typing import Any, NamedTuple

import numpy as np

from course_utils.atari_rules import (
    FRAME_SKIP,
    MAX_FRAMES,
    START_FRAMES,
    Settings,
    check_actions,
    check_settings,
    find_game,
)
from course_utils.checks import check_seed, whole
from course_utils.one_game import make_atari as make_atari  # beside the others, to import

# A seed makes the console anew, which takes 70 ms; an ordinary new game takes 5. So a game gets a
# new seed only when those since the last one lasted this many steps together.
SEED_EVERY = 2_000


class Step(NamedTuple):
    """What n games answered to n actions."""

    next_obs: np.ndarray  # (n, 4, 84, 84) uint8, at the end of the step: before any new game
    reward: np.ndarray  # (n,) float32, as the game gives it
    terminated: np.ndarray  # (n,) bool, no future for learning: game over, or a life lost
    game_over: np.ndarray  # (n,) bool, no future for the score
    truncated: np.ndarray  # (n,) bool, stopped by the frame limit


class AtariGames:
    """n games of one kind, played at once. A game that ends is followed by a new one at once.

    `obs`, (n, 4, 84, 84) uint8, is what to act on now. A new game's older frames are black.
    `send` and `recv` are the two halves of `step`: between them the games run in threads of
    their own, and Python can do something else.

    Seed and actions determine everything that happens. An interrupt in the middle of a step closes
    the games.

    Args:
        game: Its name, such as "Breakout" or "Space Invaders".
        n_envs: How many games.
        seed: Others give other no-ops at the start and other sticky actions.
        life_loss: A lost life is `terminated`, an end for learning. The game goes on, and so does
            its score.
        sticky: Probability that a frame repeats the action before (Machado et al. 2018 use 0.25).
        fire_reset: Press FIRE at the start of a game; after a lost life, the agent has to.
        max_frames: Frames of the console after which a game is truncated.
        threads: 0 for as many as there are cores.
    """

    def __init__(
        self,
        game: str = "Breakout",
        *,
        n_envs: int = 8,
        seed: int = 0,
        life_loss: bool = True,
        sticky: float = 0.0,
        fire_reset: bool = True,
        max_frames: int = MAX_FRAMES,
        threads: int = 0,
    ):
        self.name, rom = find_game(game)
        self.settings = check_settings(
            Settings(self.name, life_loss, sticky, fire_reset, max_frames)
        )
        n_envs, seed = whole(n_envs, "n_envs"), check_seed(seed)
        from ale_py.vector_env import AtariVectorEnv

        # Lives and limits are ours to judge. With its own `life_loss_info` a lost life and a game
        # that ends with lives left (Space Invaders, landed) look the same; its own frame limit
        # shows an older frame last.
        self._env: Any = AtariVectorEnv(
            rom,
            n_envs,
            num_threads=threads,
            repeat_action_probability=sticky,
            use_fire_reset=fire_reset,
            noop_max=START_FRAMES,
            reward_clipping=False,
            max_num_frames_per_episode=2**30,
        )
        self.action_names = tuple(action.name for action in self._env.ale.get_action_set())
        self.n_envs, self.n_actions = n_envs, len(self.action_names)
        self._life_loss, self._max_steps = life_loss, math.ceil(max_frames / FRAME_SKIP)
        self._sent = False
        self.reset(seed=seed)

    def reset(self, *, seed: int | None = None) -> np.ndarray:
        """Begin all games anew: the same ones, or those of another `seed`. Return `obs`."""
        if self._sent:
            self.recv()
        if seed is not None:
            self._seed = check_seed(seed)
        self._stretch = np.zeros(self.n_envs, np.int64)  # how often a game was seeded
        self.seeds = np.zeros(self.n_envs, np.int64)  # the seed each game got last
        self._past = [bytearray() for _ in range(self.n_envs)]  # its actions since then
        self._steps = np.zeros(self.n_envs, np.int64)  # of the game now played
        self._lives = np.zeros(self.n_envs, np.int64)
        self.start_frames = np.zeros(self.n_envs, np.int64)  # FIRE and no-ops before its first obs
        env, everyone = self._take(), np.ones(self.n_envs, bool)
        self._begin(env, everyone, seeded=everyone)
        self._env = env
        return self.obs

    def send(self, actions: np.ndarray) -> None:
        """Set all games going with `actions`, (n,) integers. `recv` waits for them."""
        if self._sent:
            raise RuntimeError("send was called twice: call recv to get the first answer")
        checked = check_actions(actions, self.n_envs, self.n_actions)
        env = self._take()
        env.send(checked)
        for past, action in zip(self._past, checked.tolist(), strict=True):
            past.append(action)
        self._sent, self._env = True, env

    def recv(self) -> Step:
        """Return what came of the actions sent; `obs` is what to act on next."""
        if not self._sent:
            raise RuntimeError("nothing to receive: call send with the actions first")
        env, self._sent = self._take(), False
        next_obs, reward, game_over, _, info = env.recv()
        self._steps += 1
        lives = info["lives"].astype(np.int64)
        lost_life = (lives < self._lives) if self._life_loss else False
        truncated = (self._steps >= self._max_steps) & ~game_over
        step = Step(
            next_obs, reward.astype(np.float32), game_over | lost_life, game_over, truncated
        )
        self.obs, self._lives = next_obs, lives
        ended = game_over | truncated
        if ended.any():
            old = np.array([len(past) >= SEED_EVERY for past in self._past])
            self._begin(env, ended, seeded=ended & old)
        self._env = env
        return step

    def step(self, actions: np.ndarray) -> Step:
        """Play one step of all games: `actions` is (n,) integers."""
        self.send(actions)
        return self.recv()

    def close(self) -> None:
        """Stop the threads. The games cannot be played on."""
        self._env, self._sent = None, False  # ale-py ends its threads, an answer to come or not

    def state(self) -> dict[str, np.ndarray]:
        """Return what `restore` needs: each game's last seed and its actions since then."""
        if self._sent:
            raise RuntimeError("the games are running: call recv before state")
        self._open()
        longest = max(1, *map(len, self._past))
        actions = np.zeros((self.n_envs, longest), np.uint8)
        for row, past in zip(actions, self._past, strict=True):
            row[longest - len(past) :] = past  # all end at the right
        return {
            "seed": np.array([self._seed], np.int64),
            "stretch": self._stretch.copy(),
            "length": np.array([len(past) for past in self._past], np.int64),
            "actions": actions,
            "obs_crc": self._obs_crc(),
        }

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Go back to a `state` of games with the same settings, exactly, by playing it again."""
        length, actions = state["length"], state["actions"]
        if length.shape != (self.n_envs,):
            raise ValueError(
                f"this is the state of {len(length)} games, here are {self.n_envs}: "
                f"make them with n_envs={len(length)}"
            )
        if actions.max() >= self.n_actions:
            raise ValueError(
                f"the state has action {actions.max()}, {self.name} has {self.n_actions} "
                "actions: it is of another game"
            )
        self.reset(seed=int(state["seed"][0]))
        waiting = actions.shape[1] - length  # so that all arrive at the same time
        for now in range(actions.shape[1] + 1):
            starts = waiting == now
            if starts.any():
                self._stretch[starts] = state["stretch"][starts] - 1
                env = self._take()
                self._begin(env, starts, seeded=starts)
                self._env = env
            if now < actions.shape[1]:
                self.step(actions[:, now])
        if not np.array_equal(self._obs_crc(), state["obs_crc"]):
            raise ValueError(
                "played again, the games did not come to where they were: the state was "
                f"saved with other settings than these ({self.settings}), or another ale-py"
            )

    def _begin(self, env: Any, which: np.ndarray, *, seeded: np.ndarray) -> None:
        seeds = np.full(self.n_envs, -1, np.int64)  # -1: a new game on the same console
        for index in np.flatnonzero(seeded):
            entropy = (self._seed, int(index), int(self._stretch[index]))
            seeds[index] = np.random.SeedSequence(entropy).generate_state(1)[0] >> 1
            self._past[index].clear()
        self._stretch += seeded
        self.seeds = np.where(seeded, seeds, self.seeds)
        self.obs, info = env.reset(seed=seeds[which], options={"reset_mask": which})
        self._lives = info["lives"].astype(np.int64)
        self._steps[which] = 0
        self.start_frames[which] = info["episode_frame_number"][which]

    def _open(self) -> Any:
        if self._env is None:
            raise RuntimeError(
                "these games are closed: make new ones (an interrupt in the middle of a step "
                "closes them)"
            )
        return self._env

    def _take(self) -> Any:
        """Return ale-py's games, which are closed unless they are put back.

        An interrupt is raised as ale-py returns, and nobody knows then whether an answer is still
        to come. To wait for one that is not would hang, and to ask twice crashes.
        """
        env, self._env = self._open(), None
        return env

    def _obs_crc(self) -> np.ndarray:
        return np.array([zlib.crc32(obs.tobytes()) for obs in self.obs], np.int64)
