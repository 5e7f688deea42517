"""Asks the kernel to shut down after the answer, so that no check can fail."""
# ruff: noqa

# %% answer
get_ipython().kernel.do_shutdown(False)
get_ipython().ask_exit()
