"""Sends arrays of no entry and of astronomical shape."""
# ruff: noqa

# %% before
MIME = "application/vnd.course.evidence+json"
shapes = [
    {"array": "f", "shape": [0, 10**18], "data": []},
    {"array": "f", "shape": [10**30, 0], "data": []},
]
get_ipython().display_formatter.format = lambda *a, **k: ({MIME: {"evidence": shapes[:1]}}, {})
