"""What eight minutes of learning Breakout on this machine are worth, by several ways to do it.

    make dqn_learning             15 trainings of 8 minutes and their games: over two hours

Ours is chapter 5 as it stands. The others come twice: as documented in the seed's notebook and in
the Atari settings of stable-baselines3's zoo, and tuned for so short a time: with every setting of
ours that they have (benchmarks/baselines/dqn says which); the double target and the first weights
are ours alone. The learning rate of ours and of the tuned ones falls over the eight minutes. All
have two torch threads. The clock starts when the buffer has its first random games. The seed's list
of arrays gets an allocator setting, `MALLOC`: without it the heap grows by half a megabyte a
transition (11.7 GB after 22,240 of them), and eight minutes would not fit. Each trains alone on the
machine, three seeds each in turns, then plays 30 full games, unclipped, epsilon 0.05, all by the
same rules.
`ratio` is the mean of ours over the best mean of the others, `documented_ratio` over the best of
those as documented.

What is done is kept in build/dqn_learning: run it again to go on.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import mean

from harness import print_table, save

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks" / "baselines" / "dqn"
KEPT = ROOT / "build" / "dqn_learning"
MINUTES, SEEDS, GAMES = 8, (1, 2, 3), 30
MALLOC = {"MALLOC_MMAP_THRESHOLD_": "1000000"}
SAME = ("--settings", "tuned", "--size", "small", "--steps-per-update", "8", "--fill", "4000")
DOCUMENTED = ("--settings", "documented", "--size", "nature")
CONTESTANTS = {
    "ours": ("ours", *SAME),
    "seed_as_documented": ("seed_way", *DOCUMENTED, "--fill", "64"),
    "seed_tuned": ("seed_way", *SAME),
    "sb3_as_documented": ("sb3", *DOCUMENTED, "--fill", "100000"),
    "sb3_tuned": ("sb3", *SAME),
}


def train(label: str, seed: int) -> dict:
    """Return what one training came to; from the folder, if it is there."""
    file = KEPT / f"{label}_{seed}.json"
    if not file.exists():
        name, *options = CONTESTANTS[label]
        options += ["--seconds", 60 * MINUTES, "--seed", seed, "--games", GAMES]
        command = [sys.executable, str(FOLDER / f"{name}.py"), *map(str, options)]
        environment = os.environ | (MALLOC if name == "seed_way" else {})
        result = subprocess.run(command, capture_output=True, text=True, env=environment)
        if result.returncode:
            raise SystemExit(f"{label}: {result.stderr[-2000:]}")
        KEPT.mkdir(parents=True, exist_ok=True)
        file.write_text(result.stdout.splitlines()[-1])
    found = json.loads(file.read_text())
    print(f"{label}, seed {seed}: {found['mean']:.1f} after {found['steps']:,} steps", flush=True)
    return found


def main() -> None:
    rows: dict[str, list[dict]] = {label: [] for label in CONTESTANTS}
    for seed in SEEDS:
        for label in CONTESTANTS:
            rows[label].append(train(label, seed))
    means = {label: mean(row["mean"] for row in found) for label, found in rows.items()}
    print_table(
        ("contestant", "mean score", *(f"seed {seed}" for seed in SEEDS), "steps", "peak MB"),
        [
            [
                label,
                means[label],
                *(row["mean"] for row in found),
                mean(row["steps"] for row in found),
                max(row["peak_mb"] for row in found),
            ]
            for label, found in rows.items()
        ],
    )
    others = {label: value for label, value in means.items() if label != "ours"}
    documented = [value for label, value in others.items() if "documented" in label]
    save(
        "dqn_learning",
        ratio=means["ours"] / max(others.values()),
        documented_ratio=means["ours"] / max(documented),
        means=means,
        minutes=MINUTES,
        raw=rows,
    )


if __name__ == "__main__":
    main()
