"""How much memory a large array may take: asked before it is taken.

A machine's own figure is not enough. In a container (JupyterHub, Colab, Binder) the control group
allows less, and a process that takes more is killed without a message.
"""

import ctypes
import os
import sys
from pathlib import Path

MB = 10**6
LARGEST_SHARE = 0.9  # of the free memory: network, optimiser and games need some too
CGROUPS = Path("/sys/fs/cgroup")
# of version 2 and version 1: limit, use, where in memory.stat the reclaimable part of the use is
CGROUP_FILES = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def available_memory() -> int | None:
    """Return the bytes this process may still take, None where that cannot be found out.

    Linux: what the kernel calls available, or less if a control group allows less. Windows: the
    free physical memory. macOS: all physical memory, for it does not say how much of it is free.
    """
    if sys.platform == "win32":
        return _of_windows()
    machine = _of_linux() if sys.platform == "linux" else _physical()
    return min([free for free in (machine, _of_cgroups()) if free is not None], default=None)


def require_memory(needed: int, *, capacity: int) -> None:
    """Raise MemoryError, with the capacity that would do, if `needed` bytes are not to be had."""
    free = available_memory()
    if free is not None and needed > LARGEST_SHARE * free:
        fits = int(0.9 * capacity * LARGEST_SHARE * free / needed)
        advice = f"capacity={fits:,} would fit" if fits else "no buffer fits"
        raise MemoryError(
            f"a buffer of {capacity:,} transitions takes {needed / MB:,.0f} MB, and of the "
            f"{free / MB:,.0f} MB free here it may take {LARGEST_SHARE:.0%}: {advice}. "
            "An older buffer still in memory? `del` it, or restart the kernel, first"
        )


def _of_linux() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        fields = dict(line.split(":", 1) for line in lines)
        return int(fields["MemAvailable"].split()[0]) * 1024
    except (OSError, ValueError, KeyError):
        return _physical()


def _physical() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _of_cgroups(root: Path = CGROUPS, about: Path = Path("/proc/self/cgroup")) -> int | None:
    """Return what the strictest of the control groups around this process leaves."""
    try:
        lines = [line.split(":", 2) for line in about.read_text().splitlines()]
    except OSError:
        return None
    free = []
    for _, controllers, path in (line for line in lines if len(line) == 3):
        if not controllers or "memory" in controllers.split(","):
            top = root / controllers  # version 1 may mount several together: "hugetlb,memory"
            top = top if top.is_dir() else root / "memory"
            here = top / path.strip("/")
            # a limit of a group above holds too; in a container only the top may be visible
            for folder in [here, *(p for p in here.parents if p.is_relative_to(top))]:
                free += _left_in(folder)
    return min(free, default=None)


def _left_in(folder: Path) -> list[int]:
    for limit, use, reclaimable in CGROUP_FILES:
        try:
            allowed = int((folder / limit).read_text())  # "max": no limit
            used = int((folder / use).read_text())
        except (OSError, ValueError):
            continue
        try:
            stat = (folder / "memory.stat").read_text().splitlines()
            cache = int(dict(line.split() for line in stat).get(reclaimable, 0))
        except (OSError, ValueError):
            cache = 0  # the limit holds, whatever of it could be had back
        return [max(0, allowed - used + cache)]
    return []


def _of_windows() -> int | None:
    class Status(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
            (name, ctypes.c_ulonglong)
            for name in ("total", "free", "page_total", "page_free", "v_total", "v_free", "more")
        ]

    status = Status(length=ctypes.sizeof(Status))
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined]
        return None
    return int(status.free)
