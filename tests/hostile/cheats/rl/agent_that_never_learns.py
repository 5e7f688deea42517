"""Hands in an agent with a table of zeros that takes every call and learns nothing."""
# ruff: noqa

EXERCISES = ["q-learning-agent", "sarsa-agent", "optimistic-start"]
# %% answer
import numpy

from course_utils.agents import Agent


class Lazy(Agent):
    def __init__(self, env, **settings):
        self.q_table = numpy.zeros((env.observation_space.n, env.action_space.n))

    def act(self, obs):
        return 0

    def learn(self, *a, **k):
        pass

    def start_episode(self):
        pass


for name in ANSWER_NAMES:
    globals()[name] = Lazy
