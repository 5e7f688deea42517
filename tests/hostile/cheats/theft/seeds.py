"""Reads the file with the secret seeds, and looks for them in its environment."""
# ruff: noqa

# %% before
import os

try:
    print(open(HOST_PATHS["seeds"]).read())
except OSError as error:
    print(error)
print(os.environ)
