"""Gymnasium's Frozen Lake and Cliff Walking, step for step and draw for draw, but faster.

Gymnasium draws each outcome with several calls of numpy. For one outcome, or three, they take
longer than everything that an agent does with the step.
"""

import copy
from typing import Any

import gymnasium as gym
import numpy as np
from gymnasium.envs.toy_text.cliffwalking import CliffWalkingEnv
from gymnasium.envs.toy_text.frozen_lake import FrozenLakeEnv


class _QuickDraw:
    """`step` and `reset` of both: a draw from `P[state][action]`, and the one start."""

    P: Any
    s: int
    lastaction: int | None
    np_random: np.random.Generator

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._start = int(np.argmax(self.initial_state_distrib))  # type: ignore[attr-defined]

    def step(self, a: int) -> tuple[int, float, bool, bool, dict[str, float]]:
        outcomes = self.P[self.s][a]
        draw, total = self.np_random.random(), 0.0
        for outcome in outcomes:
            total += outcome[0]
            if total > draw:
                break
        else:  # probabilities that add up to less than 1: the first one, as in Gymnasium
            outcome = outcomes[0]
        probability, state, reward, terminated = outcome
        self.s, self.lastaction = state, a
        return int(state), reward, terminated, False, {"prob": probability}

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, int]]:
        gym.Env.reset(self, seed=seed)  # type: ignore[arg-type]
        self.np_random.random()  # with which Gymnasium draws the start
        self.s, self.lastaction = self._start, None
        return self._start, {"prob": 1}


class FrozenLake(_QuickDraw, FrozenLakeEnv):
    """`FrozenLake-v1`, without the window of `render_mode="human"`."""


class CliffWalking(_QuickDraw, CliffWalkingEnv):
    """`CliffWalking-v1`, without the window of `render_mode="human"`."""


def make(env_id: str, **options: Any) -> gym.Env:
    """Return `gym.make(env_id, render_mode="rgb_array", **options)` of these two, but faster."""
    spec = copy.deepcopy(gym.spec(env_id))
    kind = {"FrozenLake-v1": FrozenLake, "CliffWalking-v1": CliffWalking}[env_id]
    spec.entry_point = f"{__name__}:{kind.__name__}"
    # the checker would slow each step; what a student may get wrong, a map, is checked before
    return gym.make(spec, render_mode="rgb_array", disable_env_checker=True, **options)
