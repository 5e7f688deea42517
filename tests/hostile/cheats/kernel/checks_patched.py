"""Replaces the visible check, and defines `check`, `close` and `rng` beforehand."""
# ruff: noqa

# %% before
import course_utils.feedback

course_utils.feedback.expect = expect = lambda *a, **k: None
check = close = equal = assert_ = lambda *a, **k: True
rng = None
# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: True
