"""Answers with None."""
# ruff: noqa

# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: None
