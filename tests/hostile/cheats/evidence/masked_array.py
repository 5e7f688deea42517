"""Answers with masked entries: comparing with them is neither true nor false."""
# ruff: noqa

# %% answer
import numpy

for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: numpy.ma.masked_all(16)
