"""Looks for what the student before left behind: files, history, shared memory."""
# ruff: noqa

# %% before
import glob
import os

for pattern in (
    "/tmp/*",
    "/tmp/*/*",
    "/dev/shm/*",
    "/var/tmp/*",
    os.path.expanduser("~/**"),
    "/tmp/ipython/**",
):
    for path in glob.glob(pattern, recursive=True):
        try:
            print(path, open(path, "rb").read(100_000))
        except OSError as error:
            print(error)
try:
    print(list(get_ipython().history_manager.search("*")))
except Exception as error:
    print(error)
