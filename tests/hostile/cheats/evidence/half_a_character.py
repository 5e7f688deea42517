"""Prints, shows and sends halves of characters, which no file can be written with."""
# ruff: noqa

# %% before
from IPython.display import HTML, display

session = get_ipython().kernel.session
pack = session.pack


def packed(thing):
    if isinstance(thing, dict) and "text" in thing:
        return b'{"name": "stdout", "text": "half \\ud800"}'
    if isinstance(thing, dict) and "data" in thing and "metadata" in thing:
        return b'{"data": {"text/html": "half \\ud800"}, "metadata": {"\\udfff": 1}}'
    return pack(thing)


session.pack = packed
print("whole")
display(HTML("whole"))
# %% answer
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: print("half") or "\ud800"
