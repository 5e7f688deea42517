"""Answers with lists and dicts that lie about their length and what is in them."""
# ruff: noqa


# %% answer
class List(list):
    __len__ = lambda self: 16
    __iter__ = lambda self: iter([0] * 16)
    __eq__ = lambda self, other: True
    __getitem__ = lambda self, key: List()


for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: List([1] * 3)
