"""Answers with lists 5000 deep, and sends them round the encoder as well."""
# ruff: noqa

# %% before
MIME = "application/vnd.course.evidence+json"
deep = []
for _ in range(900):
    deep = [deep]
get_ipython().display_formatter.format = lambda *a, **k: ({MIME: {"evidence": deep}}, {})
# %% answer
deeper = []
for _ in range(5000):
    deeper = [deeper]
for name in ANSWER_NAMES:
    globals()[name] = lambda *a, **k: deeper
