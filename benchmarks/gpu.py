"""What a GPU does for the course's DQN: steps per second on it and on two processors, in turns.

    make gpu                on a computer with a GPU that PyTorch finds: CUDA, or else MPS

Chapter 5's class with the course's settings, the small network and the one of 2015. All four
trainings live in one process, held to two processors where the system allows it, and take turns of
a few seconds. `ratio` is the small network's median on the GPU over its median on the CPU,
`nature_ratio` that of the larger one.
"""

import os
import sys
from pathlib import Path
from statistics import median

import torch
from harness import print_table, save

sys.path.insert(0, str(Path(__file__).parent / "baselines" / "dqn"))
from contestant import parse
from ours import Ours

from course_utils.networks import pick_device

SETTINGS = ("--settings", "tuned", "--steps-per-update", "8", "--capacity", "20000")
FILL, SECONDS, TURNS, PROCESSORS = 1_000, 3, 4, 2


def name_of(device: torch.device) -> str:
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "Apple's GPU"


def main() -> None:
    gpu = pick_device(os.environ.get("DEVICE") or "auto")
    if gpu.type == "cpu":
        raise SystemExit("PyTorch finds no GPU here, neither CUDA nor MPS: nothing to compare")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])
    torch.set_num_threads(PROCESSORS)
    trainings = {}
    for size in ("small", "nature"):
        for device in ("cpu", str(gpu)):
            options = parse([*SETTINGS, "--size", size, "--device", device])
            trainings[size, device] = training = Ours(options)
            training.fill(FILL)
            training.train(1)  # the GPU loads its operations when they are first used
    speeds: dict[tuple[str, str], list[float]] = {key: [] for key in trainings}
    for turn in range(TURNS):
        order = list(trainings) if turn % 2 else list(trainings)[::-1]
        for key in order:
            steps, _ = trainings[key].train(SECONDS)
            speeds[key].append(steps / SECONDS)
    rows = [
        {"size": size, "device": device, "steps_per_second": found}
        for (size, device), found in speeds.items()
    ]
    print_table(
        ("network", "device", "steps/s", "slowest", "fastest"),
        [
            [row["size"], row["device"], median(found), min(found), max(found)]
            for row in rows
            for found in [row["steps_per_second"]]
        ],
    )
    ratios = {
        size: median(speeds[size, str(gpu)]) / median(speeds[size, "cpu"])
        for size in ("small", "nature")
    }
    save(
        "gpu", ratio=ratios["small"], nature_ratio=ratios["nature"], gpu=name_of(gpu),
        processors=PROCESSORS, raw=rows,
    )  # fmt: skip


if __name__ == "__main__":
    main()
