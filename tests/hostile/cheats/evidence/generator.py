"""Answers with something that is computed when it is looked at."""
# ruff: noqa

# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: (0.0 for _ in range(16))
