"""A replay buffer as course notebooks often have it: the rival of ours in benchmarks/replay.py.

A list of tuples, each obs kept as the environment gave it (next_obs is the next one's obs, the
same array: two a transition on paper, one in memory), everything a float when it is drawn.
"""

import random

import numpy as np
import torch


class ListReplay:
    def __init__(self, capacity):
        self.capacity = capacity
        self.transitions = []
        self.oldest = 0

    def add(self, obs, action, reward, next_obs, done):
        transition = (obs, action, reward, next_obs, done)
        if len(self.transitions) < self.capacity:
            self.transitions.append(transition)
        else:
            self.transitions[self.oldest] = transition
            self.oldest = (self.oldest + 1) % self.capacity

    def sample(self, batch_size):
        columns = zip(*random.sample(self.transitions, batch_size), strict=True)
        return [torch.Tensor(np.array(column)) for column in columns]
