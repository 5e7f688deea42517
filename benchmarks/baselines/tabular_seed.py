"""Q-learning as course notebooks often have it: the rival of `train` in benchmarks/tabular.py.

First-of-equals `np.argmax`, numpy's global generator, one `done`, a progress bar that is always
on, results in lists.
"""

import os

import numpy as np
from tqdm import tqdm


class QLearningAgent:
    def __init__(self, env, *, alpha, gamma, epsilon):
        self.env, self.alpha, self.gamma, self.epsilon = env, alpha, gamma, epsilon
        self.q_table = np.zeros((env.observation_space.n, env.action_space.n))

    def act(self, obs):
        if np.random.rand() < self.epsilon:
            return np.random.choice(self.env.action_space.n)
        return np.argmax(self.q_table[obs])

    def learn(self, obs, action, reward, next_obs, done):
        target = reward if done else reward + self.gamma * np.max(self.q_table[next_obs])
        self.q_table[obs, action] += self.alpha * (target - self.q_table[obs, action])


def train_agent(env, agent, episodes):
    """Train for that many episodes; return each one's total reward and number of steps."""
    results = {"total_rewards": [], "steps": []}
    with open(os.devnull, "w") as nowhere:
        for _ in tqdm(range(episodes), file=nowhere):
            obs, _ = env.reset()
            done, total, steps = False, 0, 0
            while not done:
                action = agent.act(obs)
                next_obs, reward, terminated, truncated, _ = env.step(action)
                done = terminated or truncated
                agent.learn(obs, action, reward, next_obs, done)
                obs = next_obs
                total += reward
                steps += 1
            results["total_rewards"].append(total)
            results["steps"].append(steps)
    return results
