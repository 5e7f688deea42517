"""What every DQN contestant shares: the command line, the clock, memory, the final score.

A contestant is a file beside this one with a class, made with the options, that has

    fill(steps)      play `steps` steps at random into its buffer, without learning
    train(seconds)   play and learn for so long; return the steps and the updates made
    act(obs)         greedy actions (n,) for obs (n, 4, 84, 84) uint8
    seconds          of learning, where `train` has to fill the buffer too

    python benchmarks/baselines/dqn/ours.py --seconds 20 --fill 5000

prints one JSON line. Each runs in a process of its own, so that memory is its own too.

`--settings speed` explores one time in ten and is for comparing speed; `documented` is as the
contestant's authors publish it, `tuned` has ours' settings as far as the contestant can.
All of the tuned ones have `tuned_lr`.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

SETTINGS = ("speed", "documented", "tuned")


def tuned_lr(seconds_left, seconds):
    """Return chapter 5's learning rate, falling over the whole budget, which here is a time."""
    return float(np.interp(seconds_left / seconds, (0, 1), (2e-4, 1.5e-3)))


def parse(arguments=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--fill", type=int, default=5_000, help="random steps before the clock")
    parser.add_argument("--size", default="nature", choices=("small", "nature"))
    parser.add_argument("--steps-per-update", type=int, default=4)
    parser.add_argument("--capacity", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu", help="where it computes (ours)")
    parser.add_argument("--settings", default="speed", choices=SETTINGS)
    parser.add_argument("--games", type=int, default=0, help="full games played at the end")
    parser.add_argument("--bare", action="store_true", help="updates alone, on one batch (ours)")
    parser.add_argument("--double", action="store_true", help="the double target (ours)")
    return parser.parse_args(arguments)


def run(make):
    options = parse()
    torch.set_num_threads(options.threads)
    contestant = make(options)
    contestant.fill(options.fill)
    start = time.perf_counter()
    steps, updates = contestant.train(options.seconds)
    seconds = getattr(contestant, "seconds", time.perf_counter() - start)
    status = Path("/proc/self/status").read_text()
    found = {
        "steps": steps,
        "updates": updates,
        "seconds": seconds,
        "steps_per_second": steps / seconds,
        "peak_mb": int(status.split("VmHWM:")[1].split()[0]) / 1024,
    }
    if options.games:
        from course_utils.atari_scores import evaluate_games

        scores = evaluate_games(
            contestant.act, "Breakout", games=options.games, epsilon=0.05, max_frames=27_000
        )
        found |= {"mean": scores.mean, "scores": scores.scores.tolist(), "rules": str(scores.rules)}
    print(json.dumps(found))
