"""Answers with an object whose __array__ is another one each time."""
# ruff: noqa

# %% answer
import numpy


class Thing:
    calls = 0

    def __array__(self, *a, **k):
        Thing.calls += 1
        return numpy.full(16, Thing.calls % 4)

    __len__ = lambda self: 16
    __float__ = __int__ = __index__ = lambda self: 0
    __getitem__ = lambda self, key: 0


for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: Thing()
