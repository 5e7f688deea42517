"""Floods the grader with messages whose parts have the wrong types."""
# ruff: noqa

# %% before
kernel = get_ipython().kernel
send = kernel.session.send


def odd(*a):
    parent = kernel.get_parent("shell")
    for kind, content in (
        ("display_data", {"data": "text", "metadata": 3}),
        ("execute_result", {"data": ["x"], "metadata": [], "execution_count": "one"}),
        ("error", {"ename": 1, "evalue": [], "traceback": "x"}),
        ("stream", {"name": "stdout", "text": ["x"]}),
        ("stream", {"text": 5}),
        ("status", []),
        ("update_display_data", {"data": {}, "transient": "x"}),
        (
            "display_data",
            {"data": {"text/plain": "x"}, "metadata": {}, "transient": {"display_id": [1]}},
        ),
    ):
        send(kernel.iopub_socket, kind, content, parent=parent)
    send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent={"header": [1]})


get_ipython().events.register("pre_execute", odd)
get_ipython().events.register("post_execute", odd)
