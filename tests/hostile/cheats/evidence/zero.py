"""Answers 0.0 to everything."""
# ruff: noqa

# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: 0.0
