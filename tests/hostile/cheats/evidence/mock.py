"""Answers with a mock, which has every method and every attribute."""
# ruff: noqa

# %% answer
from unittest.mock import MagicMock

for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: MagicMock()
