"""stable-baselines3's DQN.

As documented: the Atari settings of its zoo, whose exploration ends after a million steps. Tuned:
every setting of ours that it has (8 games, 3-step returns, learning rate, exploration, target
copies, one update every 8 steps, the small network).
"""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from atari_env import LifeLossAndSign  # noqa: E402
from contestant import run, tuned_lr  # noqa: E402
from stable_baselines3 import DQN  # noqa: E402
from stable_baselines3.common.callbacks import BaseCallback  # noqa: E402
from stable_baselines3.common.monitor import Monitor  # noqa: E402
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor  # noqa: E402
from stable_baselines3.common.vec_env import DummyVecEnv  # noqa: E402

from course_utils.atari import make_atari  # noqa: E402


class Small(BaseFeaturesExtractor):
    """The convolutions of Mnih et al. (2013); stable-baselines3 has those of 2015 only."""

    def __init__(self, observation_space):
        super().__init__(observation_space, 256)
        self.layers = nn.Sequential(
            nn.Conv2d(4, 16, 8, 4), nn.ReLU(), nn.Conv2d(16, 32, 4, 2), nn.ReLU(),
            nn.Flatten(), nn.Linear(2592, 256), nn.ReLU(),
        )  # fmt: skip

    def forward(self, obs):
        return self.layers(obs)


class Clock(BaseCallback):
    """Starts when the buffer is filled, stops the training when the time is up."""

    def __init__(self, fill):
        super().__init__()
        self.fill, self.start, self.seconds = fill, None, None

    def _on_step(self):
        if self.start is None and self.num_timesteps >= self.fill:
            self.start = time.perf_counter()
        return self.left() > 0

    def left(self):
        """Return the seconds left."""
        return self.seconds - (time.perf_counter() - self.start if self.start else 0)


# learning rate (the tuned one's is `tuned_lr`), exploration: from, to, within so many steps
SPEED = {"learning_rate": 1e-4, "explore": (0.1, 0.1, 1)}
DOCUMENTED = {"learning_rate": 1e-4, "explore": (1.0, 0.01, 1_000_000)}
TUNED = {"explore": (1.0, 0.02, 30_000)}
FAR = 10_000_000  # steps; the clock ends it


class StableBaselines:
    def __init__(self, options):
        self.options = options

    def fill(self, steps):
        """Learning starts after so many random steps; `train` takes them off the clock."""

    def train(self, seconds):
        options = self.options
        settings = {"speed": SPEED, "documented": DOCUMENTED, "tuned": TUNED}[options.settings]
        tuned = options.settings == "tuned"
        clock = Clock(options.fill)
        clock.seconds = seconds
        if tuned:
            settings["learning_rate"] = lambda _: tuned_lr(clock.left(), seconds)
        first, last, within = settings["explore"]
        n_envs = 8 if tuned else 1
        policy = {"features_extractor_class": Small} if options.size == "small" else {}
        if tuned:  # n-step returns need its larger buffer
            memory = {"n_steps": 3}
            policy["optimizer_kwargs"] = {"eps": 1.5e-4}
        else:
            memory = {
                "optimize_memory_usage": True,
                "replay_buffer_kwargs": {"handle_timeout_termination": False},
            }
        self.model = DQN(
            "CnnPolicy",
            DummyVecEnv([lambda: Monitor(LifeLossAndSign(make_atari("Breakout")))] * n_envs),
            learning_rate=settings["learning_rate"],
            exploration_initial_eps=first,
            exploration_final_eps=last,
            exploration_fraction=within / FAR,
            buffer_size=options.capacity,
            learning_starts=options.fill,
            batch_size=32,
            train_freq=options.steps_per_update // n_envs,
            gradient_steps=1,
            target_update_interval=2_000 if tuned else 1_000,
            policy_kwargs=policy,
            seed=options.seed,
            device="cpu",
            **memory,
        )
        torch.set_num_threads(options.threads)
        self.model.learn(FAR, callback=clock)
        self.seconds = time.perf_counter() - clock.start
        return self.model.num_timesteps - options.fill, self.model._n_updates

    def act(self, obs):
        return np.asarray(self.model.predict(obs, deterministic=True)[0])


if __name__ == "__main__":
    run(StableBaselines)
