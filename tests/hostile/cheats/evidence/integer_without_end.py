"""Answers with an integer of 5000 digits."""
# ruff: noqa

# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: 10**5000
