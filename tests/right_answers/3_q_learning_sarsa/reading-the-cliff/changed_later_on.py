"""Set, then corrected in the same cell; a cell after it says why."""

# %% answer
answer_a = answer_b = answer_c = answer_d = "b"
answer_b = "a"
answer_d = chr(ord(answer_c) + 1)

# %% after
reasons = {"d": "with a small epsilon the falls are rarer than the detour is long"}
