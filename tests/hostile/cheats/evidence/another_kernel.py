"""Asks for another kernel: one that runs nothing."""
# ruff: noqa

# %% notebook
nb.metadata["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}
nb.metadata["language_info"] = {"name": "bash"}
