"""Draws actions evenly whatever the values are, with a generator of its own."""
# ruff: noqa

EXERCISES = ["ucb-action"]
# %% answer
import numpy

own = numpy.random.default_rng(0)


def ucb_action(q_values, counts, *a, **k):
    return int(own.integers(len(q_values)))
