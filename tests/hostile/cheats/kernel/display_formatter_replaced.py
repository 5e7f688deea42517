"""Has the formatter turn every object into evidence of zeros, and of `True`."""
# ruff: noqa

# %% before
MIME = "application/vnd.course.evidence+json"
data = {MIME: {"evidence": [0.0] * 16}, "text/plain": "True"}
get_ipython().display_formatter.format = lambda *a, **k: (data, {})
