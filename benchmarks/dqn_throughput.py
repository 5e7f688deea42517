"""Agent steps per second while learning Breakout, beside three other ways, with peak memory.

    make dqn_throughput           about twenty minutes, on a quiet machine

All at the same settings: batch 32, one update every 4 steps, the network of Mnih et al. (2015),
on the CPU. Contestants (benchmarks/baselines/dqn) take turns, each in a process of its own, with
one torch thread and with two; the better one counts. `bare` is our update alone, on one batch: the
steps per second that the updates would allow if all else took no time. `course` is what chapter 5
starts with: the network of 2013, the double target, one update every 8 steps, one thread. `double`
is ours with the double target of the chapter, one forward pass more than the others make.

Memory: capacity 100,000, filled by random play, then some learning. `ratio` is ours over the
best of the others.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from harness import print_table, save

FOLDER = Path(__file__).parent / "baselines" / "dqn"
RIVALS = ("seed_way", "sb3", "cleanrl_style")
SAME = ("--size", "nature", "--steps-per-update", "4")
COURSE = ("--size", "small", "--steps-per-update", "8")
REPEATS, SECONDS, CAPACITY = 3, 15, 100_000


def play(name: str, *options: object) -> dict[str, float]:
    """Run one contestant and return what it measured."""
    command = [sys.executable, str(FOLDER / f"{name}.py"), *map(str, options)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{name}: {result.stderr[-2000:]}")
    return json.loads(result.stdout.splitlines()[-1])


def main() -> None:
    contestants = {
        (name, threads): (name, *SAME, "--threads", threads)
        for name in ("ours", *RIVALS)
        for threads in (1, 2)
    }
    for threads in (1, 2):
        contestants["bare", threads] = ("ours", "--bare", *SAME, "--threads", threads)
        contestants["double", threads] = ("ours", "--double", *SAME, "--threads", threads)
    contestants["course", 1] = ("ours", "--double", *COURSE, "--threads", 1)
    raw: dict[tuple[str, int], list[float]] = {key: [] for key in contestants}
    keys = list(contestants)
    for turn in range(REPEATS):
        for key in keys[turn:] + keys[:turn]:
            name, *options = contestants[key]
            found = play(name, *options, "--seconds", SECONDS, "--fill", 1_000)
            raw[key].append(found["steps_per_second"])
            print(f"{key}: {found['steps_per_second']:.0f} steps/s", file=sys.stderr, flush=True)
    speed = {}
    for name, threads in keys:
        speed[name] = max(speed.get(name, 0.0), median(raw[name, threads]))
    filled = (*SAME, "--capacity", CAPACITY, "--fill", CAPACITY, "--seconds", 5, "--threads", 1)
    with ThreadPoolExecutor(2) as pool:  # memory is the same in company
        found = pool.map(lambda name: play(name, *filled)["peak_mb"], ("ours", *RIVALS))
        memory = dict(zip(("ours", *RIVALS), found, strict=True))
    best = max(speed[name] for name in RIVALS)
    print_table(
        ("contestant", "steps per second", "peak MB"),
        [[name, speed[name], memory.get(name, "")] for name in speed],
    )
    save(
        "dqn_throughput",
        ratio=speed["ours"] / best,
        double_ratio=speed["double"] / best,
        course_ratio=speed["course"] / best,
        share_of_bare=speed["ours"] / speed["bare"],
        memory_share=memory["ours"] / min(memory[name] for name in RIVALS),
        speed=speed,
        memory_mb=memory,
        raw=[{"contestant": n, "threads": t, "steps_per_second": raw[n, t]} for n, t in keys],
    )


if __name__ == "__main__":
    main()
