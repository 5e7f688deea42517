"""One game of Atari, as Gymnasium makes it: `make_atari`, imported from `course_utils.atari`."""

import importlib
import math
from typing import Any

import gymnasium as gym

from course_utils.atari_rules import (
    FRAME_SKIP,
    MAX_FRAMES,
    START_FRAMES,
    Settings,
    check_settings,
    find_game,
    require,
)


def make_atari(
    game: str = "Breakout",
    *,
    sticky: float = 0.0,
    fire_reset: bool = True,
    render_mode: str | None = None,
    max_frames: int = MAX_FRAMES,
) -> gym.Env:
    """Return one game with the obs of `AtariGames`, (4, 84, 84) uint8, from Gymnasium's wrappers.

    Rewards are the game's own. A lost life ends nothing: `info["lives"]` tells.
    `reset(seed=s, options={"start_frames": k})` begins the game that `AtariGames` began with
    `seeds` s and `start_frames` k; without options k is drawn.
    """
    name, _ = find_game(game)
    check_settings(Settings(name, False, sticky, fire_reset, max_frames))
    require("cv2", "opencv-python-headless>=4.8", why="AtariPreprocessing shrinks frames with it")
    gym.register_envs(importlib.import_module("ale_py"))
    env = gym.make(
        f"ALE/{name}-v5",
        frameskip=1,  # AtariPreprocessing skips
        repeat_action_probability=sticky,
        max_num_frames_per_episode=None,  # TimeLimit counts
        render_mode=render_mode,
        disable_env_checker=True,
    )
    env = gym.wrappers.AtariPreprocessing(
        _GameStart(env, fire=fire_reset), noop_max=0, frame_skip=FRAME_SKIP, screen_size=84
    )
    env = gym.wrappers.TimeLimit(env, math.ceil(max_frames / FRAME_SKIP))
    return gym.wrappers.FrameStackObservation(env, 4, padding_type="zero")


class _GameStart(gym.Wrapper):
    """Begins a game as ale-py's vector environment does: FIRE, then no-ops."""

    def __init__(self, env: gym.Env, *, fire: bool):
        super().__init__(env)
        meanings = env.unwrapped.get_action_meanings()  # type: ignore[attr-defined]
        self._fire = meanings.index("FIRE") if fire and "FIRE" in meanings else None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        obs, info = self.env.reset(seed=seed)
        console: Any = self.env.unwrapped
        if seed is not None:  # Gymnasium gives the console a number made from the seed
            console.ale.setInt("random_seed", seed % 2**31)
            console.load_game()
            console.ale.reset_game()
        frames = (options or {}).get("start_frames", console.np_random.integers(START_FRAMES))
        if self._fire is not None:
            obs, _, _, _, info = self.env.step(self._fire)
            frames -= 1
        for _ in range(frames):
            obs, _, _, _, info = self.env.step(0)
        return obs, info
