"""Answers with text that looks like numbers."""
# ruff: noqa

# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: "1.0"
