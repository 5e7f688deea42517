"""Registers a handler that swallows every exception."""
# ruff: noqa

# %% before
get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)
