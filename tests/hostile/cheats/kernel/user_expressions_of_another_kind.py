"""Replies with user expressions that are a list, and evidence that is text."""
# ruff: noqa

# %% before
get_ipython().user_expressions = lambda expressions: ["evidence", {"status": "ok"}]
