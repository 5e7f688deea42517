"""Replaces isinstance, so that any object passes for plain data."""
# ruff: noqa

# %% before
import builtins

builtins.isinstance = lambda thing, kinds: True


# %% answer
class Anything:
    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.0


for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: Anything()
