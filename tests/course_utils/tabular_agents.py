"""The two agents of chapter 3 as the tests need them: written here, not taken from its solution."""

import numpy as np

from course_utils.agents import Agent, random_argmax


class QLearning(Agent):
    """Sutton & Barto (2018), section 6.5."""

    def __init__(self, n_states, n_actions, *, alpha=0.5, gamma=1.0, epsilon=0.1, seed=0):
        self.q = np.zeros((n_states, n_actions))
        self.alpha, self.gamma, self.epsilon = alpha, gamma, epsilon
        self.rng = np.random.default_rng(seed)

    def act(self, obs):
        if self.training and self.rng.random() < self.epsilon:
            return int(self.rng.integers(self.q.shape[1]))
        return random_argmax(self.q[obs], self.rng)

    def learn(self, obs, action, reward, next_obs, terminated):
        future = 0.0 if terminated else self.q[next_obs].max()
        self.q[obs, action] += self.alpha * (reward + self.gamma * future - self.q[obs, action])


class Sarsa(QLearning):
    """Sutton & Barto (2018), section 6.4: the action of the target is the one played next."""

    def start_episode(self):
        self.next_action = None

    def act(self, obs):
        if self.next_action is not None:
            action, self.next_action = self.next_action, None
            return action
        return super().act(obs)

    def learn(self, obs, action, reward, next_obs, terminated):
        future = 0.0
        if not terminated:
            self.next_action = super().act(next_obs)
            future = self.q[next_obs, self.next_action]
        self.q[obs, action] += self.alpha * (reward + self.gamma * future - self.q[obs, action])
