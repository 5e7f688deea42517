"""Opens a display first, and updates it with the question while it is asked."""
# ruff: noqa

# %% before
import builtins
import sys

kept = []
from IPython.display import display

handle = display("nothing yet", display_id=True)


def spy(*a, **k):
    frame = sys._getframe(1)
    while frame is not None:
        if "expression" in frame.f_locals:
            names = dict(frame.f_locals)
            kept.append([names.get(n) for n in ("seed", "setup", "expression")])
            kept.append(
                {k: repr(v)[:500] for k, v in names.get("names", {}).items() if "hidden" in k}
            )
        frame = frame.f_back
    handle.update(repr(kept[-2:]), raw=False)
    return 0.0


for name in ANSWER_NAMES:
    globals()[name] = spy
# %% answer
for name in ANSWER_NAMES:
    globals()[name] = spy
# %% after
handle.update(repr(kept))
