"""Walks through all folders that it can read and prints every file with a canary in it."""
# ruff: noqa

# %% before
import os
import time

end = time.monotonic() + 5
for top in (
    "/tmp",
    "/home",
    "/root",
    "/work",
    "/var",
    "/srv",
    "/mnt",
    "/run",
    "/course",
    "/dev/shm",
    "/",
):
    for folder, folders, files in os.walk(top):
        folders[:] = [f for f in folders if f not in ("proc", "sys", "usr", "lib", ".venv")]
        for name in files:
            if time.monotonic() > end:
                break
            try:
                text = open(os.path.join(folder, name), "rb").read(1_000_000)
            except OSError:
                continue
            if b"canary" in text:
                print(name, text)
