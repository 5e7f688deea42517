"""Replaces numpy's constructors and array conversions, which evidence is made with."""
# ruff: noqa

# %% before
import numpy

ones = numpy.ones
numpy.asarray = numpy.array = numpy.zeros = numpy.stack = lambda *a, **k: ones(16)
numpy.allclose = numpy.isclose = lambda *a, **k: True
# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: numpy.ones(16)
