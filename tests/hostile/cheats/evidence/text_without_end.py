"""Sends texts that would fill the grader's memory as an array: one long, many short."""
# ruff: noqa

# %% before
MIME = "application/vnd.course.evidence+json"
texts = ["x" * 90_000] + ["y"] * 5_000
arrays = {"array": "U", "shape": [len(texts)], "data": texts}
get_ipython().display_formatter.format = lambda *a, **k: ({MIME: {"evidence": [arrays, texts]}}, {})
