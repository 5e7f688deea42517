"""Says that the kernel is idle before the cell runs, so that nobody listens to what follows."""
# ruff: noqa

# %% before
from IPython.core.interactiveshell import ExecutionResult
import time

kernel = get_ipython().kernel


def too_early(*a):
    kernel.send_response(kernel.iopub_socket, "status", {"execution_state": "idle"})
    time.sleep(0.05)


get_ipython().events.register("pre_run_cell", too_early)
ExecutionResult.success = True
