"""The class of chapter 5 in the course's own loop.

For comparing speed it computes what the others compute: the target of 2015, without the double
target's forward pass (`--double` keeps it).
"""

import math
import sys
import time
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "training"), str(Path(__file__).parent)]

from contestant import run, tuned_lr  # noqa: E402
from notebook_code import definitions  # noqa: E402

from course_utils.atari import AtariGames  # noqa: E402
from course_utils.dqn_training import Training  # noqa: E402
from course_utils.networks import AtariCNN  # noqa: E402
from course_utils.replay import ReplayBuffer  # noqa: E402
from course_utils.schedules import constant, linear  # noqa: E402

CHAPTER = definitions("5_dqn_breakout")


class PlainTarget(CHAPTER.DQN):
    """`update` as in the chapter, with `dqn_target` in the place of `double_dqn_target`."""

    def update(self, batch):
        obs, action, reward, next_obs, terminated = batch
        with torch.no_grad():
            target = CHAPTER.dqn_target(
                reward, terminated, self.target_network(next_obs), self.discount
            )
        td_error = target - CHAPTER.current_q(self.q_network(obs), action)
        loss = CHAPTER.huber_loss(td_error).mean()
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        self.updates += 1
        if self.updates % self.copy_every == 0:
            CHAPTER.polyak_update(self.target_network, self.q_network, tau=1.0)
        return loss.item()


class Ours:
    def __init__(self, options):
        self.options, self.end = options, math.inf
        games = AtariGames("Breakout", n_envs=8, seed=options.seed)
        network = AtariCNN(games.n_actions, size=options.size, seed=options.seed)
        plain = options.settings == "speed" and not options.double
        self.agent = (PlainTarget if plain else CHAPTER.DQN)(
            network, device=options.device, seed=options.seed
        )
        buffer = ReplayBuffer(options.capacity, n_envs=8, n_step=3, seed=options.seed)
        self.training = Training(
            self.agent,
            games,
            buffer,
            epsilon=linear(1.0, 0.02, 30_000) if options.settings == "tuned" else constant(0.1),
            lr=self.lr if options.settings == "tuned" else None,
            warm_up=max(options.fill, 32),
            steps_per_update=options.steps_per_update,
        )

    def lr(self, step):
        return tuned_lr(self.end - time.perf_counter(), self.options.seconds)

    def fill(self, steps):
        while self.training.steps < steps:
            self.training.step()

    def train(self, seconds):
        if self.options.bare:
            return self.update_only(seconds)
        before, updates = self.training.steps, self.agent.updates
        self.end = time.perf_counter() + seconds
        while time.perf_counter() < self.end:
            self.training.step()
        return self.training.steps - before, self.agent.updates - updates

    def update_only(self, seconds):
        """Return the steps that could be made if nothing but the updates took time."""
        batch = self.training.buffer.sample(32)
        updates, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.agent.update(batch)
            updates += 1
        return updates * self.options.steps_per_update, updates

    def act(self, obs):
        return self.agent.act(obs)


if __name__ == "__main__":
    run(Ours)
