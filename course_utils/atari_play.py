"""One game of Atari from start to end, with the frames: to watch an agent and look into it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.atari import make_atari
from course_utils.atari_rules import FRAME_SKIP, check_actions, check_player
from course_utils.checks import check_seed, whole
from course_utils.episodes import Episode


@dataclass
class GameEpisode(Episode):
    """An `Episode` of a game: its `obs` are stacks, (4, 84, 84) uint8, its `frames` in colour.

    The Q-values along the game: `q_network(torch.from_numpy(np.stack(episode.obs)).to(device))`.
    """

    action_names: tuple[str, ...] = ()

    def video(self, *, fps: float = 15, action_names: Sequence[str] | None = None, **options: Any):
        """Return a player for the frames; 15 a second is the speed of the console."""
        return super().video(fps=fps, action_names=action_names or self.action_names, **options)


def play_game(
    act: Callable[[np.ndarray], Any] | str | None,
    game: str = "Breakout",
    *,
    epsilon: float = 0.05,
    seed: int = 0,
    max_steps: int = 2_000,
    sticky: float = 0.0,
    fire_reset: bool = True,
) -> GameEpisode:
    """Play one game and keep what was seen: about 130 MB for 1,000 steps.

    An agent that never presses FIRE after a lost life waits for ever; some random actions
    (`epsilon`) help it, and `max_steps` ends the game in any case.

    Args:
        act: from obs (1, 4, 84, 84) uint8 to an array of 1 action; None or "random" plays at
            random.
        epsilon: share of actions drawn at random.
        seed: of the game and of those actions: the same gives the same game.
        max_steps: the game is truncated after so many; 15 are a second of play.
        sticky, fire_reset: see `make_atari`.
    """
    max_steps, seed = whole(max_steps, "max_steps"), check_seed(seed)
    player, epsilon = check_player(act, epsilon)
    env: Any = make_atari(
        game,
        sticky=sticky,
        fire_reset=fire_reset,
        render_mode="rgb_array",
        max_frames=FRAME_SKIP * max_steps,
    )
    try:
        return _play(player, env, epsilon=epsilon, seed=seed)
    finally:
        env.close()


def _play(act: Callable[[np.ndarray], Any] | None, env: Any, *, epsilon: float, seed: int):
    names = tuple(env.unwrapped.get_action_meanings())
    rng = np.random.default_rng(seed)
    episode = GameEpisode(seed=seed, action_names=names)
    obs, _ = env.reset(seed=seed)
    episode.obs.append(obs)
    episode.frames.append(env.render())
    while not (episode.terminated or episode.truncated):
        action = int(rng.integers(len(names)))
        if act is not None:
            answer = act(obs[None])
            try:
                chosen = int(check_actions(answer, 1, len(names))[0])
            except ValueError as error:
                raise ValueError(f"act gave no valid action: {error}") from error
            action = action if rng.random() < epsilon else chosen
        obs, reward, episode.terminated, episode.truncated, _ = env.step(action)
        episode.obs.append(obs)
        episode.actions.append(action)
        episode.rewards.append(float(reward))
        episode.frames.append(env.render())
    return episode
