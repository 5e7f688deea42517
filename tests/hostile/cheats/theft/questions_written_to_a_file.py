"""Writes the questions into files, links and the notebook's folder, for later."""
# ruff: noqa

# %% before
import builtins

real_eval = builtins.eval


def eval_(source, *a, **k):
    if isinstance(source, str) and source.startswith("ask("):
        for path in ("questions.txt", "/tmp/questions.txt", "/dev/shm/questions.txt"):
            with open(path, "a") as file:
                file.write(source)
    return real_eval(source, *a, **k)


builtins.eval = eval_
# %% after
import os

for path in ("questions.txt", "/tmp/questions.txt", "/dev/shm/questions.txt"):
    print(open(path).read() if os.path.exists(path) else "")
