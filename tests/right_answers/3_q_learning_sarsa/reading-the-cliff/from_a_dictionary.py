"""From a dictionary, in a loop, with comments."""

# %% answer
# I ran the sweep again with epsilon = 0.2 and changed my mind about d
for name, letter in {"a": "b", "b": "a", "c": "b", "d": "c"}.items():
    globals()["answer_" + name] = letter
