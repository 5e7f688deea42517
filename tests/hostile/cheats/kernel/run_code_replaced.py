"""Replaces the method that runs compiled code: it says that there was no error."""
# ruff: noqa


# %% before
async def nothing(*a, **k):
    return False


get_ipython().run_code = nothing
