"""The reference's evidence, kept in the grader's own folder from one process to the next.

An entry is named by everything that the evidence depends on, so an old one is never found; one
that is damaged is not used. It holds expected values: only the grader's account may read it.
"""

import contextlib
import functools
import hashlib
import json
import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from autograder import prelude
from autograder.evidence import decode

PACKAGES = ("gymnasium", "numpy", "scipy", "torch", "ale-py", "ipykernel", "ipython")


@functools.cache
def versions() -> str:
    """Return what changes when the grader, course_utils or what they build on changes."""
    here = Path(__file__).parent
    files = sorted([*here.rglob("*.py"), *(here.parent / "course_utils").rglob("*.py")])
    digest = hashlib.sha256(sys.version.encode())
    for path in files:
        digest.update(str(path.relative_to(here.parent)).encode() + b"\0" + path.read_bytes())
    for name in PACKAGES:
        try:
            digest.update(f"{name} {metadata.version(name)}\0".encode())
        except metadata.PackageNotFoundError:
            continue
    return digest.hexdigest()


def key_of(source: str, seed: int) -> str:
    """Return the name of a source's evidence for a seed."""
    return hashlib.sha256("\0".join((source, str(seed), versions())).encode()).hexdigest()


def find(folder: Path, key: str) -> dict[str, tuple[Any, ...]] | None:
    """Return check cell → evidence of its questions; None where there is no sound entry."""
    try:
        entry = json.loads((folder / f"{key}.json").read_bytes())
        body = entry["body"]
        if entry["digest"] != _digest(key, body):
            return None
        return {
            name: tuple(decode({"evidence": one}) for one in json.loads(body)[name])
            for name in json.loads(body)
        }
    except Exception:  # whatever lies there, it is not an entry
        return None


def keep(folder: Path, key: str, wanted: dict[str, tuple[Any, ...]]) -> None:
    """Write an entry; a full disk or a folder that cannot be written to is no fault.

    Args:
        folder: made where it does not exist.
        key: see `key_of`.
        wanted: check cell → evidence of its questions.
    """
    body = json.dumps(
        {name: [prelude.encode(one) for one in all_] for name, all_ in wanted.items()}
    )
    part = folder / f"{key}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"digest": _digest(key, body), "body": body}, file)
        os.replace(part, folder / f"{key}.json")
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()


def _digest(key: str, body: str) -> str:
    return hashlib.sha256(f"{key}\0{body}".encode()).hexdigest()
