"""A DQN in a few lines, and trainings of it: what `Training` needs of an agent, and no more."""

import copy

import numpy as np
import torch

from course_utils.atari import AtariGames
from course_utils.catch import CatchGames
from course_utils.dqn_training import Training
from course_utils.networks import AtariCNN
from course_utils.replay import ReplayBuffer
from course_utils.schedules import linear


class TinyDQN:
    def __init__(self, network, *, lr=1e-3, discount=0.9, copy_every=50, seed=0):
        self.q_network, self.target_network = network, copy.deepcopy(network)
        self.optimiser = torch.optim.Adam(network.parameters(), lr=lr, fused=True)
        self.discount, self.copy_every = discount, copy_every
        self.rng = np.random.default_rng(seed)
        self.updates = 0

    def act(self, obs, epsilon=0.0):
        with torch.inference_mode():
            best = self.q_network(torch.from_numpy(obs)).argmax(dim=1).numpy()
        anything = self.rng.integers(self.q_network.n_actions, size=len(best))
        return np.where(self.rng.random(len(best)) < epsilon, anything, best)

    def update(self, batch):
        with torch.no_grad():
            best_next = self.target_network(batch.next_obs).amax(dim=1)
            target = batch.reward + self.discount * best_next * ~batch.terminated
        played = self.q_network(batch.obs)[torch.arange(len(target)), batch.action]
        loss = torch.nn.functional.mse_loss(played, target)
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        self.updates += 1
        if self.updates % self.copy_every == 0:
            self.target_network.load_state_dict(self.q_network.state_dict())
        return loss.item()


def training_on(games, *, seed=0, capacity=2_000, n_step=1, size="small", **options):
    """Return a `Training` of a small network; `options` are those of `Training`."""
    shape = games.obs.shape[1:]
    network = AtariCNN(games.n_actions, obs_shape=shape, size=size, seed=seed)
    agent = TinyDQN(network, discount=0.9**n_step, seed=seed)
    buffer = ReplayBuffer(
        capacity, n_envs=games.n_envs, obs_shape=shape, n_step=n_step, gamma=0.9, seed=seed
    )
    given = {"epsilon": linear(1.0, 0.05, 2_000), "warm_up": 100, **options}
    return Training(agent, games, buffer, **given)


def catch(*, seed=0, n_envs=8, **options):
    return training_on(CatchGames(n_envs=n_envs, seed=seed), seed=seed, **options)


def breakout(*, seed=0, sticky=0.25, n_envs=2, game="Breakout", **options):
    games = AtariGames(game, n_envs=n_envs, seed=seed, sticky=sticky, threads=1)
    return training_on(games, seed=seed, **{"capacity": 300, "warm_up": 60, **options})
