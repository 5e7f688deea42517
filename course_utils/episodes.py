"""The loops of the course: play one episode, train, evaluate; and the records they return."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gymnasium as gym
import numpy as np

from course_utils.agents import Agent, PolicyAgent
from course_utils.exact import as_action

Player = Agent | Callable[[Any], int]


@dataclass
class Episode:
    """One episode, step by step. `len(obs) == length + 1`; frames and captions likewise."""

    obs: list = field(default_factory=list)  # what was seen, the last one included
    actions: list[int] = field(default_factory=list)
    rewards: list[float] = field(default_factory=list)
    terminated: bool = False  # ended in a terminal state
    truncated: bool = False  # stopped by a time limit
    frames: list[np.ndarray] = field(default_factory=list)  # (height, width, 3) uint8, if rendered
    seed: int | None = None

    @property
    def length(self) -> int:
        return len(self.actions)

    @property
    def episodic_return(self) -> float:
        """The sum of the rewards, undiscounted."""
        return float(sum(self.rewards))

    def video(self, *, fps: float = 4, action_names: Sequence[str] | None = None, **options: Any):
        """Return a player for the frames: `run_episode(..., render=True)` keeps them."""
        from course_utils.video import episode_video

        return episode_video(self, fps=fps, action_names=action_names, **options)


@dataclass(frozen=True)
class Record:
    """What `train` and `evaluate` observed, one entry an episode in every array."""

    returns: np.ndarray  # (n_episodes,) float64, undiscounted
    lengths: np.ndarray  # (n_episodes,) int64, steps
    terminated: np.ndarray  # (n_episodes,) bool; False: the time limit stopped the episode
    seeds: np.ndarray  # (n_episodes,) int64, given to env.reset

    def __len__(self) -> int:
        return len(self.returns)

    @property
    def mean_return(self) -> float:
        return float(self.returns.mean())

    def to_frame(self) -> dict[str, np.ndarray]:
        """Return the columns by name; `pandas.DataFrame(record.to_frame())` makes a table."""
        return {
            "episode": np.arange(len(self)),
            "return": self.returns,
            "length": self.lengths,
            "terminated": self.terminated,
            "seed": self.seeds,
        }

    def __repr__(self) -> str:
        return (
            f"Record({len(self)} episodes, mean return {self.mean_return:.3f}, "
            f"mean length {self.lengths.mean():.1f})"
        )


def run_episode(
    env: gym.Env,
    player: Player,
    *,
    seed: int | None = None,
    learn: bool = False,
    render: bool = False,
) -> Episode:
    """Play one episode and return it.

    Args:
        player: an `Agent`, or a policy: a function from observation to action.
        seed: given to `env.reset`; the same seed gives the same episode.
        learn: tell the agent about each transition.
        render: keep a frame of the start and of every step (`render_mode="rgb_array"`).
    """
    agent, n_actions = _agent(player), _n_actions(env)
    episode = Episode(seed=seed)
    obs, _ = env.reset(seed=seed)
    agent.start_episode()
    episode.obs.append(obs)
    if render:
        episode.frames.append(_frame(env))
    while not (episode.terminated or episode.truncated):
        action = as_action(agent.act(obs), n_actions, where=f"act({_short(obs)})")
        next_obs, reward, episode.terminated, episode.truncated, _ = env.step(action)
        if learn:
            agent.learn(obs, action, float(reward), next_obs, episode.terminated)
        obs = next_obs
        episode.obs.append(obs)
        episode.actions.append(action)
        episode.rewards.append(float(reward))
        if render:
            episode.frames.append(_frame(env))
    return episode


def train(
    env: gym.Env, agent: Agent, *, episodes: int, seed: int = 0, progress: bool | None = None
) -> Record:
    """Let `agent` act and learn for `episodes` episodes.

    Args:
        seed: episode k is reset with `seed + k`, so equal seeds and agents give equal records.
        progress: show a bar; None shows it where somebody looks (not in CI, not when graded).
    """
    return _play(env, agent, episodes=episodes, seed=seed, progress=progress, learn=True)


def evaluate(
    env: gym.Env, player: Player, *, episodes: int, seed: int = 10_000, progress: bool | None = None
) -> Record:
    """Play `episodes` episodes without learning and, while they last, without exploration.

    `player.training` is False meanwhile, and is afterwards what it was before.
    """
    return _play(env, player, episodes=episodes, seed=seed, progress=progress, learn=False)


def train_seeds(
    make_env: Callable[[], gym.Env],
    make_agent: Callable[[int], Agent],
    *,
    episodes: int,
    seeds: int | Iterable[int],
    progress: bool | None = None,
) -> tuple[np.ndarray, list[Agent]]:
    """Train one new agent a seed, in an environment of its own.

    Args:
        make_env: called once a seed.
        make_agent: called with the seed.
        seeds: the seeds, or how many.

    Returns:
        The returns, float array (n_seeds, n_episodes), and the trained agents.
    """
    seeds = range(seeds) if isinstance(seeds, int) else list(seeds)
    returns, agents = [], []
    for seed in _bar(seeds, progress):
        agent = make_agent(seed)
        # far apart, so that no two agents share an episode's seed
        record = train(make_env(), agent, episodes=episodes, seed=1_000_000 * seed, progress=False)
        returns.append(record.returns)
        agents.append(agent)
    if not agents:
        raise ValueError("asked to train for 0 seeds: give at least one")
    return np.array(returns), agents


def _play(env, player, *, episodes, seed, progress, learn) -> Record:
    if not isinstance(episodes, (int, np.integer)) or isinstance(episodes, bool) or episodes < 1:
        raise ValueError(f"episodes is a whole number of at least 1; got {episodes!r}")
    agent, n_actions = _agent(player), _n_actions(env)
    returns = np.zeros(episodes)
    lengths = np.zeros(episodes, dtype=np.int64)
    ended = np.zeros(episodes, dtype=bool)
    seeds = seed + np.arange(episodes)
    was_training, agent.training = agent.training, learn
    # looked up once: these lines run a hundred thousand times a second
    reset, step, act, tell = env.reset, env.step, agent.act, agent.learn
    try:
        for index in _bar(range(episodes), progress):
            obs, _ = reset(seed=seed + index)
            agent.start_episode()
            total, length, terminated, truncated = 0.0, 0, False, False
            while not (terminated or truncated):
                action = act(obs)
                if type(action) is not int or not 0 <= action < n_actions:
                    action = as_action(action, n_actions, where=f"act({_short(obs)})")
                next_obs, reward, terminated, truncated, _ = step(action)
                if learn:
                    # a time limit is not a terminal state: the agent hears of `terminated` only
                    tell(obs, action, reward, next_obs, terminated)
                obs = next_obs
                total += reward
                length += 1
            returns[index], lengths[index], ended[index] = total, length, terminated
    finally:
        agent.training = was_training
    return Record(returns=returns, lengths=lengths, terminated=ended, seeds=seeds)


def _agent(player: Player) -> Agent:
    if isinstance(player, type):
        raise TypeError(
            f"{player.__name__} is a class: make an agent of it first, {player.__name__}(...)"
        )
    if hasattr(player, "act"):
        for name in ("learn", "start_episode"):
            if not hasattr(player, name):
                raise TypeError(
                    f"{type(player).__name__} has no method {name}: "
                    f"derive it from Agent, `class {type(player).__name__}(Agent):`"
                )
        return player  # type: ignore[return-value]
    if callable(player):
        return PolicyAgent(player)
    raise TypeError(
        f"wanted an agent with a method act(obs), or a policy function; got {type(player).__name__}"
    )


def _n_actions(env: gym.Env) -> int:
    if not isinstance(env.action_space, gym.spaces.Discrete):
        raise ValueError(
            f"these loops need a Discrete action space; this one is {env.action_space}"
        )
    return int(env.action_space.n)


def _frame(env: gym.Env) -> np.ndarray:
    frame = env.render()
    if not isinstance(frame, np.ndarray):
        raise ValueError(
            'nothing to show: make the environment with render_mode="rgb_array" '
            f"(env.render() returned {type(frame).__name__})"
        )
    return frame


def _short(obs: Any) -> str:
    return repr(obs) if np.ndim(obs) == 0 else f"array of shape {np.shape(obs)}"


def progress_is_seen() -> bool:
    """Return whether a progress bar has a reader: a notebook or a terminal, not CI or a grader."""
    if os.environ.get("COURSE_PROGRESS"):
        return os.environ["COURSE_PROGRESS"] != "0"
    if os.environ.get("CI"):
        return False
    # kernelapp: a program that only starts kernels has the rest of ipykernel too
    return sys.stdout.isatty() or "ipykernel.kernelapp" in sys.modules


def _bar(items: Sequence[int], progress: bool | None) -> Iterable[int]:
    if not (progress_is_seen() if progress is None else progress):
        return items
    from tqdm.auto import tqdm

    # on stdout: what is on stderr looks like an error in a notebook
    return tqdm(items, file=sys.stdout, leave=False, mininterval=0.2)
