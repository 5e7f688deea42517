"""A single-file loop in the style of CleanRL's dqn_atari: stable-baselines3's buffer, one env.

Its settings: Adam at 1e-4, target network copied every 1,000 steps. For comparing speed only.
"""

import copy
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from atari_env import LifeLossAndSign  # noqa: E402
from contestant import run  # noqa: E402
from gymnasium.vector import AutoresetMode, SyncVectorEnv  # noqa: E402
from seed_way import make_network  # noqa: E402
from stable_baselines3.common.buffers import ReplayBuffer  # noqa: E402

from course_utils.atari import make_atari  # noqa: E402


class CleanRLStyle:
    def __init__(self, options):
        self.options = options
        random.seed(options.seed)
        torch.manual_seed(options.seed)
        np.random.seed(options.seed)
        self.envs = SyncVectorEnv(
            [lambda: LifeLossAndSign(make_atari("Breakout"))],
            autoreset_mode=AutoresetMode.SAME_STEP,
        )
        self.obs, _ = self.envs.reset(seed=options.seed)
        self.q_network = make_network(options.size, int(self.envs.single_action_space.n))
        self.target_network = copy.deepcopy(self.q_network)
        self.optimizer = torch.optim.Adam(self.q_network.parameters(), lr=1e-4)
        self.buffer = ReplayBuffer(
            options.capacity,
            self.envs.single_observation_space,
            self.envs.single_action_space,
            "cpu",
            optimize_memory_usage=True,
            handle_timeout_termination=False,
        )

    def play(self, epsilon):
        if random.random() < epsilon:
            actions = np.array([self.envs.single_action_space.sample()])
        else:
            actions = self.act(self.obs)
        next_obs, rewards, terminated, truncated, infos = self.envs.step(actions)
        real_next_obs = next_obs.copy()
        for index in np.flatnonzero(terminated | truncated):
            real_next_obs[index] = infos["final_obs"][index]
        self.buffer.add(self.obs, real_next_obs, actions, rewards, terminated, [infos])
        self.obs = next_obs

    def fill(self, steps):
        for _ in range(steps):
            self.play(1.0)

    def train(self, seconds):
        steps = updates = 0
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.play(0.1)
            steps += 1
            if steps % self.options.steps_per_update == 0:
                data = self.buffer.sample(32)
                with torch.no_grad():
                    best = self.target_network(data.next_observations / 255.0).max(dim=1).values
                    target = data.rewards.flatten() + 0.99 * best * (1 - data.dones.flatten())
                q = self.q_network(data.observations / 255.0).gather(1, data.actions).squeeze()
                loss = functional.mse_loss(target, q)
                self.optimizer.zero_grad()
                loss.backward()
                self.optimizer.step()
                updates += 1
            if steps % 1_000 == 0:
                self.target_network.load_state_dict(self.q_network.state_dict())
        return steps, updates

    def act(self, obs):
        with torch.no_grad():
            return self.q_network(torch.Tensor(obs) / 255.0).argmax(dim=1).numpy()


if __name__ == "__main__":
    run(CleanRLStyle)
