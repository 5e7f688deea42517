"""Writes the actions of a published map as a table: that is what the exercise asks for."""
# ruff: noqa

EXERCISES = ["first-policy"]
# %% answer
table = [DOWN, LEFT, DOWN, LEFT, DOWN, 0, DOWN, 0, RIGHT, RIGHT, DOWN, 0, 0, RIGHT, RIGHT, 0]


def first_lake_policy(state):
    return table[state]
