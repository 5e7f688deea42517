"""Answers with arrays of a made-up kind."""
# ruff: noqa

# %% answer
import numpy

for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: numpy.zeros(16, dtype=[("passed", bool)])
