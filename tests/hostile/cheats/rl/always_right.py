"""Goes right in every state of every lake."""
# ruff: noqa

EXERCISES = ["first-policy", "safe-policy", "any-map"]
# %% answer
MOVES = {}
for name in ANSWER_NAMES:
    if name != "MOVES":
        globals()[name] = lambda state: (
            RIGHT if isinstance(state, int) else [RIGHT] * sum(map(len, state))
        )
