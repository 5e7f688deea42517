"""Answers with an array larger than any evidence may be."""
# ruff: noqa

# %% answer
import numpy

for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: numpy.zeros(30_000_000)
