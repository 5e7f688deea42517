"""Replaces the method that runs a parsed cell."""
# ruff: noqa


# %% before
async def nothing(*a, **k):
    return False


get_ipython().run_ast_nodes = nothing
