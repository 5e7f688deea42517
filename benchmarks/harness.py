"""What every benchmark shares: timing in turns, the machine, the JSON in benchmarks/results/.

A benchmark is a script, run from the repository's root as `python benchmarks/NAME.py`:

    from harness import ratio, save, time_in_turns

    seconds = time_in_turns({"ours": ours, "rival": rival}, repeats=5)
    save("NAME", ratio=ratio(seconds), raw={"seconds": seconds})
"""

import datetime
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("numpy", "gymnasium", "matplotlib", "ale-py", "torch")

# VmHWM and not getrusage: on Linux ru_maxrss of a child starts at its parent's
FRESH = """
import time
start = time.perf_counter()
exec(compile({code!r}, "benchmark", "exec"), {{}})
seconds = time.perf_counter() - start
print("\\n", seconds, int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024)
"""


def time_in_turns(
    contestants: Mapping[str, Callable[[], Any]], *, repeats: int = 5, warm_up: int = 0
) -> dict[str, list[float]]:
    """Return by name the seconds of `repeats` calls, after `warm_up` calls that do not count.

    They take turns, A B B A ..., so that a slow spell of the machine strikes them all.
    """
    names = list(contestants)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(-warm_up, repeats):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            start = time.perf_counter()
            contestants[name]()
            seconds[name].append(time.perf_counter() - start)
    return {name: values[warm_up:] for name, values in seconds.items()}


def ratio(figures: Mapping[str, Sequence[float]], *, ours: str = "ours") -> float:
    """Return the best rival's median over ours, of figures of which less is better."""
    rivals = [median(values) for name, values in figures.items() if name != ours]
    return min(rivals) / median(figures[ours])


def in_fresh_process(code: str) -> dict[str, float]:
    """Return `seconds` and `peak_mb` of Python `code` run in a process of its own (Linux).

    The seconds leave out the start of Python, the memory includes it.
    """
    command = [sys.executable, "-c", FRESH.format(code=code)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"this failed in a fresh process:\n{code}\n{done.stderr}")
    seconds, peak = done.stdout.splitlines()[-1].split()
    return {"seconds": float(seconds), "peak_mb": float(peak)}


def machine() -> dict[str, Any]:
    """Return what the figures depend on: processor, cores, memory, system, load, versions."""
    cpuinfo = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.split(":")[1].strip() for line in cpuinfo.splitlines() if "model name" in line]
    installed = {d.metadata["Name"]: d.version for d in metadata.distributions()}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": memory / 2**30,
        "system": f"{platform.system()} {platform.machine()}",
        "load": os.getloadavg()[0],  # what else was running: trust ratios more than seconds
        "python": platform.python_version(),
        "packages": {name: installed[name] for name in PACKAGES if name in installed},
    }


def save(name: str, *, ratio: float, raw: Any, **more: Any) -> None:
    """Write benchmarks/results/`name`.json: `ratio`, `raw` figures, and whatever more is given."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    result = {"name": name, "date": now, "machine": machine(), "ratio": ratio, **more, "raw": raw}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(_rounded(result), indent=1) + "\n")
    print(f"{name}: ratio {ratio:.3g} (above 1: ours is better)")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print `rows` under `headers`."""
    lines = [list(headers), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)))


def _text(cell: Any) -> str:
    if not isinstance(cell, float):
        return f"{cell:,}" if isinstance(cell, int) else str(cell)
    return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.4g}"


def _rounded(value: Any) -> Any:
    """Six significant digits are more than a clock can tell, and keep the files short."""
    if isinstance(value, Mapping):
        return {str(key): _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    value = value.item() if hasattr(value, "item") else value  # numpy's numbers
    return float(f"{value:.6g}") if isinstance(value, float) else value
