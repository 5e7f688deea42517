"""Imports the grader, and has it judge and tell."""
# ruff: noqa

# %% before
import sys

sys.path += [HOST_PATHS["project"], "/course"]
try:
    from pathlib import Path

    from autograder.seeds import seed_of

    print(seed_of(Path(HOST_PATHS["course"]), "1_frozen_lake"))
except Exception as error:
    print(error)
