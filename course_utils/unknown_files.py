"""What a file is that is no checkpoint: cut off, of torch.save, or something else."""

import json
from pathlib import Path


def what_is(path: Path) -> str:
    """Say what the file is, as far as its first bytes tell, and what to do."""
    with path.open("rb") as file:
        start = file.read(9)
    size = path.stat().st_size
    if not size:
        return "it is empty. Use another copy"
    if start[:1] == b"\x80" or start[:4] == b"PK\x03\x04":
        return (
            "it is a file of torch.save or pickle. Opening such a file can run any code, so it is "
            "left alone. Load it where it was made, and write it with `save`"
        )
    if start[8:] == b"{":
        wanted = (
            f"{_promised(path):,} bytes are announced" if _promised(path) else "its list is gone"
        )
        return f"it is cut off, or damaged: {wanted}, {size:,} bytes came. Use another copy"
    return "its contents are something else. Name a file that was written with `save`"


def _promised(path: Path) -> int:
    """Return how long a safetensors file says it is; 0 where even that cannot be read."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length)) if length < path.stat().st_size else {}
        ends = [v["data_offsets"][1] for k, v in header.items() if k != "__metadata__"]
        return 8 + length + max(ends, default=0) if header else 0
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return 0
