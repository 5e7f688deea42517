"""Prints the environment, the host's name, the user's folders and the arguments of Python."""
# ruff: noqa

# %% before
import os
import sys

print(os.environ, os.uname(), sys.orig_argv, sys.path, os.listdir("/"), os.getuid())
for path in ("~", "/root", "/home", HOST_PATHS["project"]):
    try:
        print(os.listdir(os.path.expanduser(path)))
    except OSError as error:
        print(error)
