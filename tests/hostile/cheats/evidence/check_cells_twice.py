"""Repeats every check cell, with an empty one first."""
# ruff: noqa

# %% notebook
import copy

cells = []
for cell in nb.cells:
    if cell.metadata.get("nbgrader", {}).get("grade"):
        empty = copy.deepcopy(cell)
        empty.source = "pass"
        cells.append(empty)
    cells.append(cell)
nb.cells = cells
