"""How fast `train` is with a student's Q-learning, beside the same in plain notebook style.

Both play the same games, the rival in the environments that `gym.make` gives. They explore
differently, so the figure is steps per second, not seconds; and seconds of the processor, which
other programs on the machine disturb less. The comparison over fifty seeds is in seconds on the
wall.
"""

import time

import gymnasium as gym
import numpy as np
from baselines.tabular_seed import QLearningAgent, train_agent
from harness import median, print_table, ratio, save, time_in_turns

from course_utils.agents import Agent, n_states_and_actions, random_argmax
from course_utils.episodes import train, train_seeds
from course_utils.lakes import cliff_lake, make_cliff_walking, make_lake

SEEDS = 50
REPEATS = 15
STEPS_A_TURN = 25_000


class QLearning(Agent):
    """As a student writes it in chapter 3."""

    def __init__(self, n_states, n_actions, *, alpha, gamma, epsilon, seed):
        self.q = np.zeros((n_states, n_actions))
        self.alpha, self.gamma, self.epsilon = alpha, gamma, epsilon
        self.rng = np.random.default_rng(seed)

    def act(self, obs):
        if self.training and self.rng.random() < self.epsilon:
            return int(self.rng.integers(self.q.shape[1]))
        return random_argmax(self.q[obs], self.rng)

    def learn(self, obs, action, reward, next_obs, terminated):
        td_target = reward
        if not terminated:
            td_target += self.gamma * self.q[next_obs].max()
        td_error = td_target - self.q[obs, action]
        self.q[obs, action] += self.alpha * td_error


TASKS = {
    "cliff_lake": {
        "ours": lambda: make_lake(cliff_lake()),
        "rival": lambda: gym.make(
            "FrozenLake-v1", desc=list(cliff_lake()), is_slippery=False, disable_env_checker=True
        ),
        "settings": {"alpha": 0.8, "gamma": 0.99, "epsilon": 0.33},
        "episodes": 1000,
    },
    "cliff_walking": {
        "ours": make_cliff_walking,
        "rival": lambda: gym.make("CliffWalking-v1", disable_env_checker=True),
        "settings": {"alpha": 0.5, "gamma": 1.0, "epsilon": 0.1},
        "episodes": 500,
    },
}


def train_ours(task, env, seed):
    agent = QLearning(*n_states_and_actions(env), seed=seed, **task["settings"])
    record = train(env, agent, episodes=task["episodes"], seed=1_000_000 * seed)
    return int(record.lengths.sum())


def train_rival(task, env, seed):
    agent = QLearningAgent(env, **task["settings"])
    return sum(train_agent(env, agent, task["episodes"])["steps"])


def microseconds_a_step(task):
    """Return for each contestant the microseconds of processor time a step, one figure a turn."""
    figures = {"ours": [], "rival": []}
    envs = {name: task[name]() for name in figures}

    def turn(name, train_one):
        """Train agents until they have made enough steps for the clock."""
        start, steps = time.process_time(), 0
        while steps < STEPS_A_TURN:
            steps += train_one(task, envs[name], len(figures[name]))
        figures[name].append(1e6 * (time.process_time() - start) / steps)

    contestants = {
        "ours": lambda: turn("ours", train_ours),
        "rival": lambda: turn("rival", train_rival),
    }
    time_in_turns(contestants, repeats=REPEATS, warm_up=1)
    return {name: values[1:] for name, values in figures.items()}


def seconds_for_fifty_seeds(task):
    n_states, n_actions = n_states_and_actions(task["ours"]())
    start = time.perf_counter()
    train_seeds(
        task["ours"],
        lambda seed: QLearning(n_states, n_actions, seed=seed, **task["settings"]),
        episodes=task["episodes"],
        seeds=SEEDS,
    )
    return time.perf_counter() - start


def main():
    figures = {name: microseconds_a_step(task) for name, task in TASKS.items()}
    rates = {
        name: {who: 1e6 / median(values) for who, values in each.items()}
        for name, each in figures.items()
    }
    ratios = {name: ratio(each) for name, each in figures.items()}
    seeds = {
        name: [seconds_for_fifty_seeds(task) for _ in range(3)] for name, task in TASKS.items()
    }
    slowest = max(median(values) for values in seeds.values())
    print_table(
        ["steps per second", "ours", "rival", "ratio", f"{SEEDS} seeds, s"],
        [[name, *rates[name].values(), ratios[name], median(seeds[name])] for name in TASKS],
    )
    save(
        "tabular",
        ratio=min(ratios.values()),
        ratios=ratios,
        steps_per_second=rates,
        fifty_seeds_seconds=slowest,
        raw={"microseconds_a_step": figures, "fifty_seeds_seconds": seeds},
    )


if __name__ == "__main__":
    main()
