"""Sends a reply and `idle` of its own before the request has been served."""
# ruff: noqa

# %% before
import time

kernel = get_ipython().kernel
MIME = "application/vnd.course.evidence+json"


def too_early(*a):
    parent = kernel.get_parent("shell")
    answer = {"status": "ok", "data": {MIME: {"evidence": 0.0}}, "metadata": {}}
    content = {
        "status": "ok",
        "execution_count": 1,
        "payload": [],
        "user_expressions": {"evidence": answer},
    }
    ident = kernel._parent_ident["shell"] if hasattr(kernel, "_parent_ident") else None
    kernel.session.send(
        kernel.shell_streams[0] if getattr(kernel, "shell_streams", None) else kernel.shell_stream,
        "execute_reply",
        content,
        parent,
        ident=ident,
    )
    kernel.send_response(kernel.iopub_socket, "status", {"execution_state": "idle"})
    time.sleep(0.05)


get_ipython().events.register("pre_run_cell", too_early)
get_ipython().events.register("pre_execute", too_early)
