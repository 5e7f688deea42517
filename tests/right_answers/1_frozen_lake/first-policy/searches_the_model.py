"""Finds the way by itself, from the model, each time it is asked."""

# %% answer
from collections import deque


def first_lake_policy(state):
    P = model_of(make_lake(FIRST_LAKE))
    seen, queue = {state}, deque([(state, None)])
    while queue:
        here, first = queue.popleft()
        for action in (UP, RIGHT, DOWN, LEFT):
            _, after, reward, terminated = P[here][action][0]
            if reward > 0:
                return action if first is None else first
            if not terminated and after not in seen:
                seen.add(after)
                queue.append((after, action if first is None else first))
    return LEFT
