"""The secret seed of an assignment: the same for the whole class, never told to a student."""

import json
import os
import secrets
from pathlib import Path

FILE = "seeds.json"


class SeedsError(ValueError):
    """The file of seeds is damaged; the message says what to do."""


def seed_of(root: Path, assignment: str) -> int:
    """Return the assignment's seed from `root/seeds.json`, drawing one the first time.

    The file can be read by its owner only. To grade with new inputs: `new_seed`.
    """
    seeds = _read(root / FILE)
    if assignment not in seeds:
        seeds[assignment] = secrets.randbits(64)
        _write(root / FILE, seeds)
    return seeds[assignment]


def new_seed(root: Path, assignment: str) -> int:
    """Draw another seed for the assignment: its hidden inputs are new."""
    seeds = _read(root / FILE)
    _write(root / FILE, {**seeds, assignment: secrets.randbits(64)})
    return seed_of(root, assignment)


def _read(path: Path) -> dict[str, int]:
    try:
        seeds = json.loads(path.read_text()) if path.exists() else {}
        return {str(name): int(seed) for name, seed in seeds.items()}
    except (ValueError, TypeError, AttributeError):
        # drawing new ones without a word would change marks
        raise SeedsError(
            f"{path} is damaged: put a copy back, or remove it to grade everyone with new inputs"
        ) from None


def _write(path: Path, seeds: dict[str, int]) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(seeds, file, indent=1, sort_keys=True)
    os.replace(part, path)
