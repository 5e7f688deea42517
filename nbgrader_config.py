"""nbgrader looks here; the settings are in autograder/nbgrader_config.py."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821
load_subconfig("nbgrader_config.py", path="autograder")  # type: ignore[name-defined]  # noqa: F821
