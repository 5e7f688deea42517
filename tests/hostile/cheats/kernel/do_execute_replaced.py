"""Replaces the kernel's own do_execute: every request ends well."""
# ruff: noqa


# %% before
async def do_execute(*a, **k):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}


get_ipython().kernel.do_execute = do_execute
