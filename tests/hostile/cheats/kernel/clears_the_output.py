"""Clears a cell's output after it has run, errors included."""
# ruff: noqa

# %% before
from IPython.core.interactiveshell import ExecutionResult
from IPython.display import clear_output

get_ipython().events.register("post_run_cell", lambda *a: clear_output())
ExecutionResult.success = True
