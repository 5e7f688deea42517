"""Answers with nothing at all: empty lists, arrays of no entry."""
# ruff: noqa

# %% answer
import numpy

for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: numpy.zeros((0,))
