"""Removes the check cells."""
# ruff: noqa

# %% notebook
nb.cells = [c for c in nb.cells if not c.metadata.get("nbgrader", {}).get("grade")]
