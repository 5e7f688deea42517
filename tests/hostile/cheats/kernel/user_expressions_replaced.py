"""Replaces the method that answers user expressions."""
# ruff: noqa

# %% before
MIME = "application/vnd.course.evidence+json"


def answers(expressions):
    data = {MIME: {"evidence": {"dict": {}}}}
    return {key: {"status": "ok", "data": data, "metadata": {}} for key in expressions}


get_ipython().user_expressions = answers
