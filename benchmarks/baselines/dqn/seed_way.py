"""DQN as course notebooks often have it: one environment, a list of transitions, plain PyTorch.

The obs are kept as the environment gives them and become floats when they are drawn; the target
network follows by Polyak averaging at every update; an episode that a time limit ends counts as
terminal. As documented, rewards are not clipped and a lost life ends nothing; tuned, it gets the
environment of the libraries, and the learning rate and exploration of ours.
"""

import copy
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent), str(Path(__file__).parents[1])]

from atari_env import LifeLossAndSign  # noqa: E402
from contestant import run, tuned_lr  # noqa: E402
from list_replay import ListReplay  # noqa: E402

from course_utils.atari import make_atari  # noqa: E402

ADAM = {
    "speed": {"lr": 1e-4},
    "documented": {"lr": 1e-3},
    "tuned": {"eps": 1.5e-4},  # its rate falls
}


def make_network(size, n_actions):
    if size == "small":
        return nn.Sequential(
            nn.Conv2d(4, 16, 8, 4), nn.ReLU(), nn.Conv2d(16, 32, 4, 2), nn.ReLU(),
            nn.Flatten(), nn.Linear(2592, 256), nn.ReLU(), nn.Linear(256, n_actions),
        )  # fmt: skip
    return nn.Sequential(
        nn.Conv2d(4, 32, 8, 4), nn.ReLU(), nn.Conv2d(32, 64, 4, 2), nn.ReLU(),
        nn.Conv2d(64, 64, 3, 1), nn.ReLU(),
        nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), nn.Linear(512, n_actions),
    )  # fmt: skip


class SeedWay:
    def __init__(self, options):
        self.options = options
        random.seed(options.seed)
        torch.manual_seed(options.seed)
        self.env = make_atari("Breakout")
        if options.settings == "tuned":
            self.env = LifeLossAndSign(self.env)
        self.obs, _ = self.env.reset(seed=options.seed)
        self.n_actions = int(self.env.action_space.n)
        self.q_network = make_network(options.size, self.n_actions)
        self.target_network = copy.deepcopy(self.q_network)
        adam = ADAM[options.settings]
        self.optimizer = torch.optim.Adam(self.q_network.parameters(), **adam)
        documented = options.settings == "documented"
        self.batch_size, self.gamma = (64, 0.95) if documented else (32, 0.99)
        self.buffer = ListReplay(options.capacity)
        self.episodes = 0

    def play(self, epsilon):
        if random.random() < epsilon:
            action = random.randrange(self.n_actions)
        else:
            action = int(self.act(self.obs[None])[0])
        next_obs, reward, terminated, truncated, _ = self.env.step(action)
        done = terminated or truncated
        self.episodes += done
        self.buffer.add(self.obs, action, reward, next_obs, done)
        self.obs = self.env.reset()[0] if done else next_obs

    def fill(self, steps):
        for _ in range(steps):
            self.play(1.0)

    def train(self, seconds):
        steps = updates = self.episodes = 0
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            if self.options.settings == "tuned":
                self.optimizer.param_groups[0]["lr"] = tuned_lr(end - now, seconds)
            self.play(self.epsilon(steps))
            steps += 1
            if steps % self.options.steps_per_update == 0:
                self.update()
                updates += 1
        return steps, updates

    def epsilon(self, steps):
        if self.options.settings == "documented":
            return max(0.1, 1 - 0.009 * self.episodes)
        return max(0.02, 1 - 0.98 * steps / 30_000) if self.options.settings == "tuned" else 0.1

    def update(self):
        obs, action, reward, next_obs, done = self.buffer.sample(self.batch_size)
        q = self.q_network(obs / 255.0).gather(1, action.long().unsqueeze(1)).squeeze(1)
        with torch.no_grad():
            best = self.target_network(next_obs / 255.0).max(1).values
            target = reward + self.gamma * best * (1 - done)
        loss = functional.smooth_l1_loss(q, target)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        with torch.no_grad():
            pairs = zip(self.target_network.parameters(), self.q_network.parameters(), strict=True)
            for slow, fast in pairs:
                slow.data.copy_(0.995 * slow.data + 0.005 * fast.data)

    def act(self, obs):
        with torch.no_grad():
            pixels = torch.Tensor(np.array(obs)) / 255.0
            return self.q_network(pixels).argmax(dim=1).numpy()


if __name__ == "__main__":
    run(SeedWay)
