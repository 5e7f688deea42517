"""Leaves a handler that says how good everything was when Python ends."""
# ruff: noqa

# %% before
import atexit

kernel = get_ipython().kernel


def last_words():
    content = {"data": {"text/plain": "100.0"}, "metadata": {}, "execution_count": 1}
    kernel.send_response(kernel.iopub_socket, "execute_result", content)


atexit.register(last_words)
