"""Replaces the method that turns a cell's text into Python."""
# ruff: noqa

# %% before
get_ipython().transform_cell = lambda cell: "None"
