"""The class of chapter 5 in the course's own loop."""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "training"), str(Path(__file__).parent)]

from contestant import run  # noqa: E402
from notebook_code import definitions  # noqa: E402

from course_utils.atari import AtariGames  # noqa: E402
from course_utils.dqn_training import Training  # noqa: E402
from course_utils.networks import AtariCNN  # noqa: E402
from course_utils.replay import ReplayBuffer  # noqa: E402
from course_utils.schedules import constant, linear  # noqa: E402


class Ours:
    def __init__(self, options):
        self.options = options
        games = AtariGames("Breakout", n_envs=8, seed=options.seed)
        network = AtariCNN(games.n_actions, size=options.size, seed=options.seed)
        self.agent = definitions("5_dqn_breakout").DQN(network, seed=options.seed)
        buffer = ReplayBuffer(options.capacity, n_envs=8, n_step=3, seed=options.seed)
        self.training = Training(
            self.agent,
            games,
            buffer,
            epsilon=linear(1.0, 0.02, 60_000) if options.settings == "tuned" else constant(0.1),
            warm_up=max(options.fill, 32),
            steps_per_update=options.steps_per_update,
        )

    def fill(self, steps):
        while self.training.steps < steps:
            self.training.step()

    def train(self, seconds):
        if self.options.bare:
            return self.update_only(seconds)
        before, updates = self.training.steps, self.agent.updates
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
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
