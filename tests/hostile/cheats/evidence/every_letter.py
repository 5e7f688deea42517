"""Chooses all the letters at once."""
# ruff: noqa

EXERCISES = ["reading-the-cliff", "which-and-why"]
# %% answer
for number, name in enumerate(ANSWER_NAMES):
    globals()[name] = ("abcd", ["a", "b", "c", "d"], {"a": 1, "b": 1, "c": 1}, "a|b|c|d")[
        number % 4
    ]
