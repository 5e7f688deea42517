"""Faults of ours: the grader, its files, its machine.

Each is a context manager around a run of `autograder grade`: it gets the course's folder and the
student in whose turn the fault strikes. While it lasts, nobody may lose anything; when it is
over, the same command must grade everyone.
"""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import sqlalchemy
from nbconvert.writers import FilesWriter
from nbgrader import api

from autograder import chapter, doctor, execute, kernel, reference
from autograder.session import Limits

CHAPTER = "1_small"
OURS: dict[str, Callable[[Path, str], Any]] = {}


def fault(function: Callable) -> Callable:
    """Add the function to the corpus under its own name."""
    OURS[function.__name__.replace("_", "-")] = contextlib.contextmanager(function)
    return function


def strike(student: str, cls: type, name: str, what: Callable) -> Any:
    """Have `what` happen in place of a method, in this student's turn only."""
    real, real_one = getattr(cls, name), chapter.Chapter.one
    turn = {"of": ""}

    def one(self, who):
        turn["of"] = who
        return real_one(self, who)

    def instead(self, *args, **options):
        if turn["of"] == student:
            return what(self, *args, **options)
        return real(self, *args, **options)

    stack = contextlib.ExitStack()
    stack.enter_context(mock.patch.object(chapter.Chapter, "one", one))
    stack.enter_context(mock.patch.object(cls, name, instead))
    return stack


def raises(error: BaseException) -> Callable:
    """Return a function that raises `error`."""

    def function(*_, **__):
        raise error

    return function


@fault
def kernel_does_not_start(root, student):
    with strike(student, execute.Session, "_start", raises(RuntimeError("no kernel"))):
        yield


@fault
def kernel_killed_from_outside(root, student):
    real, killed = kernel.Kernel.run, []

    def run(self, code, **options):
        if "def best_policy" in code and not killed:
            killed.append(os.kill(self._manager.provisioner.pid, signal.SIGKILL))
        return real(self, code, **options)

    with strike(student, kernel.Kernel, "run", run):
        yield
    assert killed


@fault
def every_question_fails(root, student):
    with strike(student, execute.Session, "ask", raises(OSError("no file descriptors left"))):
        yield


@fault
def memory_runs_out(root, student):
    with strike(student, chapter.Chapter, "run", raises(MemoryError())):
        yield


@fault
def interrupted_by_the_instructor(root, student):
    with strike(student, chapter.Chapter, "run", raises(KeyboardInterrupt())):
        yield


@fault
def disk_full_when_writing(root, student):
    with strike(student, FilesWriter, "write", raises(OSError(28, "No space left on device"))):
        yield


@fault
def cut_off_while_writing(root, student):
    real = FilesWriter.write

    def write(self, output, resources, **options):
        real(self, output[: len(output) // 2], resources, **options)
        raise OSError(28, "No space left on device")

    with strike(student, FilesWriter, "write", write):
        yield


@fault
def database_locked(root, student):
    gradebook = sqlite3.connect(root / "gradebook.db")
    real = sqlalchemy.create_engine

    def impatient(url, **options):
        return real(url, connect_args={"timeout": 0.1}, **options)

    with mock.patch.object(api, "create_engine", impatient):
        gradebook.execute("begin exclusive")
        yield
        gradebook.rollback()
    gradebook.close()


@fault
def database_damaged(root, student):
    whole = (root / "gradebook.db").read_bytes()
    (root / "gradebook.db").write_bytes(b"not a database" * 100)
    yield
    (root / "gradebook.db").write_bytes(whole)


@fault
def database_missing(root, student):
    (root / "gradebook.db").rename(root / "put-away.db")
    yield
    (root / "gradebook.db").unlink(missing_ok=True)
    (root / "put-away.db").rename(root / "gradebook.db")


@fault
def bubblewrap_missing(root, student):
    with mock.patch.dict(os.environ, {"PATH": str(root)}):
        doctor.require_sandbox.cache_clear()
        yield
    doctor.require_sandbox.cache_clear()


@fault
def source_missing(root, student):
    (root / "source").rename(root / "put-away")
    yield
    (root / "put-away").rename(root / "source")


@fault
def source_damaged(root, student):
    path = root / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    whole = path.read_text()
    path.write_text(whole[:1000])
    yield
    path.write_text(whole)


@fault
def reference_fails(root, student):
    path = root / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    whole = path.read_text()
    path.write_text(whole.replace("reward for probability", "rewart for probability"))
    yield
    path.write_text(whole)


@fault
def editions_missing(root, student):
    (root / "release").rename(root / "put-away")
    yield
    (root / "put-away").rename(root / "release")


@fault
def edition_damaged(root, student):
    (root / "release" / "en" / CHAPTER / f"{CHAPTER}.ipynb").chmod(0o644)
    (root / "release" / "en" / CHAPTER / f"{CHAPTER}.ipynb").write_text("{")
    yield


@fault
def seeds_damaged(root, student):
    path = root / "seeds.json"
    whole = path.read_text()
    path.write_text("{")
    yield
    path.write_text(whole)


def entries(root: Path) -> list[Path]:
    """Return the cache's entries, after making one for the next process to find."""
    source = root / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    seed = json.loads((root / "seeds.json").read_text())[CHAPTER]
    reference._cache.clear()
    reference.reference_of(source, seed=seed, limits=Limits(), folder=root / "cache")
    reference._cache.clear()
    found = list((root / "cache").glob("*.json"))
    assert found
    return found


@fault
def cache_damaged(root, student):
    for path in entries(root):
        path.write_bytes(path.read_bytes()[:-20])
    yield


@fault
def cache_of_something_else(root, student):
    for path in entries(root):
        entry = json.loads(path.read_text())
        entry["body"] = entry["body"].replace("0.", "1.")
        path.write_text(json.dumps(entry))
    yield


@fault
def cache_is_a_file(root, student):
    found = entries(root)
    for path in found:
        path.unlink()
        path.mkdir()
    yield
    for path in found:
        shutil.rmtree(path, ignore_errors=True)


@fault
def graded_notebook_damaged(root, student):
    path = root / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text('{"cells": [')
    yield


@fault
def a_file_where_results_go(root, student):
    (root / "autograded").mkdir(exist_ok=True)
    (root / "autograded" / student).write_text("in the way")
    yield
    (root / "autograded" / student).unlink()


@fault
def a_file_where_feedback_goes(root, student):
    (root / "feedback").mkdir(exist_ok=True)
    (root / "feedback" / student).write_text("in the way")
    yield
    (root / "feedback" / student).unlink()


@fault
def the_same_command_twice(root, student):
    lock = root / "cache" / "grade.lock"
    lock.parent.mkdir()
    holder = subprocess.Popen(["flock", "--no-fork", str(lock), "sleep", "1000"])
    while subprocess.run(["flock", "-n", str(lock), "true"], check=False).returncode == 0:
        pass
    yield
    holder.kill()
    holder.wait()
