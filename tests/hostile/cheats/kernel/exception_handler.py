"""Registers a handler that swallows every exception, and a result that forgets them."""
# ruff: noqa

# %% before
from IPython.core.interactiveshell import ExecutionResult

get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)
ExecutionResult.raise_error = lambda self: None
ExecutionResult.error_in_exec = property(lambda self: None, lambda self, error: None)
