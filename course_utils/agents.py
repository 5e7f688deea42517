"""The two-method interface of every agent, and the two simplest agents."""

from collections.abc import Callable, Sequence
from typing import Any

import gymnasium as gym
import numpy as np


class Agent:
    """Chooses actions, and may learn from what follows.

    A subclass writes `act`; one that learns writes `learn` too. While `training` is
    False an agent shows what it knows: it does not explore. `evaluate` sets it.
    """

    training = True

    def act(self, obs: Any) -> int:
        """Return the action to take when `obs` is seen."""
        raise NotImplementedError(
            f"{type(self).__name__} has no method act(self, obs): write one that returns an action"
        )

    def learn(self, obs: Any, action: int, reward: float, next_obs: Any, terminated: bool) -> None:
        """Learn from one transition; does nothing unless a subclass says otherwise.

        `terminated` is True when `next_obs` is a terminal state, which has no future. A
        time limit (`truncated`) is not: the agent could have gone on, so it is not told.
        """

    def start_episode(self) -> None:
        """Forget what belongs to the episode before; the loops call this at each reset."""


class RandomAgent(Agent):
    """Plays every action equally often."""

    def __init__(self, n_actions: int, *, seed: int = 0):
        self.n_actions = n_actions
        self.rng = np.random.default_rng(seed)

    def act(self, obs: Any) -> int:
        return int(self.rng.integers(self.n_actions))


class PolicyAgent(Agent):
    """Plays a fixed policy: a function of the observation, or a table with an action a state."""

    def __init__(self, policy: Callable[[Any], int] | Sequence[int] | np.ndarray):
        self.policy = policy if callable(policy) else policy.__getitem__

    def act(self, obs: Any) -> int:
        return self.policy(obs)


def random_argmax(values: np.ndarray, rng: np.random.Generator) -> int:
    """Return the index of a largest value, each of several equals with the same chance.

    `np.argmax` returns the first of equals: on a table of zeros that is always action 0,
    and an agent that plays it never leaves its corner.

    Args:
        values: float array, shape (n_actions,).
        rng: draws only when there is a tie.
    """
    listed = np.asarray(values).tolist()  # plain floats: five times faster on a handful of values
    best, total = max(listed), sum(listed)
    if total != total and any(value != value for value in listed):  # only a NaN is not itself
        raise ValueError(f"no largest value among {listed}: there is a NaN")
    if listed.count(best) == 1:
        return listed.index(best)
    ties = [index for index, value in enumerate(listed) if value == best]
    return ties[int(rng.random() * len(ties))]


def n_states_and_actions(env: gym.Env) -> tuple[int, int]:
    """Return the sizes of a tabular environment's observation and action spaces."""
    for space, name in ((env.observation_space, "observation"), (env.action_space, "action")):
        if not isinstance(space, gym.spaces.Discrete):
            raise ValueError(f"a table needs a Discrete {name} space; this one is {space}")
    return int(env.observation_space.n), int(env.action_space.n)  # type: ignore[attr-defined]
