"""Acts at random, and hopes."""
# ruff: noqa

# %% answer
import numpy

chance = numpy.random.default_rng()
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: int(chance.integers(4))
