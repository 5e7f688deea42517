"""Writes where the grader, the next student or Jupyter will read."""
# ruff: noqa

# %% before
import os

for path in (
    HOST_PATHS["gradebook"],
    HOST_PATHS["seeds"],
    HOST_PATHS["solutions"],
    HOST_PATHS["another"],
    HOST_PATHS["project"] + "/course_utils/lakes.py",
    "/course/course_utils/lakes.py",
    HOST_PATHS["project"] + "/autograder/judges.py",
    os.__file__,
):
    try:
        with open(path, "a") as file:
            file.write("")
        os.truncate(path, 0)
        print("written", path)
    except OSError as error:
        print(error)
