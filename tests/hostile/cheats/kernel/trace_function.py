"""A trace function changes what functions return and where the checks go on."""
# ruff: noqa

# %% before
import sys


def trace(frame, event, argument):
    if event == "return" and frame.f_code.co_name in ("encode", "isclose", "allclose"):
        frame.f_locals["return"] = True
    if frame.f_code.co_name in ("isclose", "allclose", "ask"):
        frame.f_locals["a"] = frame.f_locals.get("b")
    return trace


sys.settrace(trace)
get_ipython().events.register("pre_run_cell", lambda *a: sys.settrace(trace))
