"""Answers with arrays of objects that are equal to everything."""
# ruff: noqa

# %% answer
import numpy
from unittest.mock import ANY

for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: numpy.array([ANY] * 16, dtype=object)
