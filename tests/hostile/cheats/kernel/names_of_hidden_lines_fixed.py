"""Gives the questions a dict of names that keeps its own: inputs cannot change."""
# ruff: noqa


# %% before
class Stubborn(dict):
    def update(self, *a, **k):
        pass


__course_question__ = Stubborn(rng=None, hidden_model=None, P=None)
# %% answer
__course_question__ = Stubborn(hidden_lakes=[], hidden_samples=[], lakes=[], models=[], tables=[])
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: []
