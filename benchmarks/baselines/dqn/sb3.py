"""stable-baselines3's DQN, with the Atari settings that its zoo documents."""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from atari_env import LifeLossAndSign  # noqa: E402
from contestant import run  # noqa: E402
from stable_baselines3 import DQN  # noqa: E402
from stable_baselines3.common.callbacks import BaseCallback  # noqa: E402
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor  # noqa: E402

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
            self.updates_before = self.model._n_updates
        return self.start is None or time.perf_counter() - self.start < self.seconds


class StableBaselines:
    def __init__(self, options):
        self.options = options

    def fill(self, steps):
        """Learning starts after so many random steps; `train` takes them off the clock."""

    def train(self, seconds):
        options = self.options
        last = 30_000 if options.tuned else 100_000
        tuned = {"learning_rate": 5e-4, "target_update_interval": 1_000} if options.tuned else {}
        small = {"features_extractor_class": Small} if options.size == "small" else {}
        far = 10_000_000
        self.model = DQN(
            "CnnPolicy",
            LifeLossAndSign(make_atari("Breakout")),
            **{"learning_rate": 1e-4, "target_update_interval": 1_000, **tuned},
            buffer_size=options.capacity,
            learning_starts=options.fill,
            batch_size=32,
            train_freq=options.steps_per_update,
            gradient_steps=1,
            exploration_fraction=last / far,
            exploration_final_eps=0.01 if not options.tuned else 0.05,
            optimize_memory_usage=True,
            replay_buffer_kwargs={"handle_timeout_termination": False},
            policy_kwargs=small,
            seed=options.seed,
            device="cpu",
        )
        torch.set_num_threads(options.threads)
        clock = Clock(options.fill)
        clock.seconds = seconds
        self.model.learn(far, callback=clock)
        self.seconds = time.perf_counter() - clock.start
        return self.model.num_timesteps - options.fill, self.model._n_updates

    def act(self, obs):
        return np.asarray(self.model.predict(obs, deterministic=True)[0])


if __name__ == "__main__":
    run(StableBaselines)
