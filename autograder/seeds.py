"""The secret seed of an assignment: the same for the whole class, never told to a student."""

import json
import os
import secrets
from pathlib import Path

FILE = "seeds.json"


def seed_of(root: Path, assignment: str) -> int:
    """Return the assignment's seed from `root/seeds.json`, drawing one the first time.

    The file can be read by its owner only. To grade with new inputs, remove its line.
    """
    path = root / FILE
    seeds = json.loads(path.read_text()) if path.exists() else {}
    if assignment not in seeds:
        seeds[assignment] = secrets.randbits(64)
        part = path.with_suffix(f".{os.getpid()}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(seeds, file, indent=1, sort_keys=True)
        os.replace(part, path)
    return int(seeds[assignment])
