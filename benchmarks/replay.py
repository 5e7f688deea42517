"""The replay buffer: memory a transition, and the time to draw a batch of 32.

Ours beside a list of tuples and stable-baselines3's buffer, plain and with its option
optimize_memory_usage. All are given the same game of Breakout, played at random: one environment,
one step a transition. Run from the repository's root, about four minutes:

    python benchmarks/replay.py

Memory is what a process really holds more of (VmHWM) for more transitions, each buffer filled in
a process of its own: first only filled, from 2,000 to 20,000; then, from 1,000 to 4,000, with a
batch drawn every four steps as in training, which leaves holes in the heap between small arrays
that are kept. `ratio` is the best rival's time over ours for a batch of tensors as each gives it;
`ratio_as_floats` when obs and next_obs are then divided by 255, as a network needs them.
One torch thread.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from harness import in_fresh_process, median, print_table, ratio, save

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

RIVAL = "stable-baselines3==2.9.2"
CAPACITY = 20_000
SIZES = (2_000, CAPACITY)
SIZES_DRAWING = (1_000, 4_000)  # the list takes gigabytes
BATCH = 32
CALLS = 10  # a turn
REPEATS, WARM_UP = 100, 5  # turns
FILL = "import sys; sys.path[:0] = {path!r}\nimport replay; replay.fill({name!r}, {size}, {draw})"


def play(steps: int) -> Iterator[tuple]:
    """Yield (obs, action, reward, next_obs, terminated, truncated) of Breakout at random."""
    import ale_py
    from ale_py.vector_env import AtariVectorEnv

    ale_py.ALEInterface.setLoggerMode(ale_py.LoggerMode.Error)
    env = AtariVectorEnv("breakout", 1, num_threads=1)
    rng = np.random.default_rng(0)
    obs = env.reset(seed=0)[0][0].copy()
    for _ in range(steps):
        action = rng.integers(4, size=1)
        next_obs, reward, terminated, truncated, _ = env.step(action)
        next_obs = next_obs[0].copy()
        yield obs, action[0], reward[0], next_obs, terminated[0], truncated[0]
        # after an end the next step is the reset, whatever the action
        obs = env.step(action)[0][0].copy() if terminated[0] or truncated[0] else next_obs
    env.close()


class Ours:
    def __init__(self, capacity):
        from course_utils.replay import ReplayBuffer

        self.buffer = ReplayBuffer(capacity)
        self.sample = self.buffer.sample

    def add(self, obs, action, reward, next_obs, terminated, truncated):
        ended = [terminated or truncated]
        self.buffer.add(obs[None], [action], [reward], [terminated], ended)

    def stored(self):
        return len(self.buffer)


class OfLists:
    def __init__(self, capacity):
        from baselines.list_replay import ListReplay

        self.buffer = ListReplay(capacity)
        self.sample = self.buffer.sample

    def add(self, obs, action, reward, next_obs, terminated, truncated):
        self.buffer.add(obs, action, reward, next_obs, terminated or truncated)

    def stored(self):
        return len(self.buffer.transitions)


class StableBaselines3:
    optimize_memory_usage = False

    def __init__(self, capacity):
        from gymnasium import spaces
        from stable_baselines3.common.buffers import ReplayBuffer

        self.buffer = ReplayBuffer(
            capacity,
            spaces.Box(0, 255, (4, 84, 84), np.uint8),
            spaces.Discrete(4),
            device="cpu",
            optimize_memory_usage=self.optimize_memory_usage,
            # it refuses both together
            handle_timeout_termination=not self.optimize_memory_usage,
        )
        self.sample = self.buffer.sample

    def add(self, obs, action, reward, next_obs, terminated, truncated):
        self.buffer.add(
            obs[None], next_obs[None], np.array([action]), np.array([reward]),
            np.array([terminated or truncated]), [{"TimeLimit.truncated": truncated}],
        )  # fmt: skip

    def stored(self):
        return self.buffer.size()


class StableBaselines3Optimised(StableBaselines3):
    optimize_memory_usage = True


CONTESTANTS = {
    "ours": Ours,
    "list": OfLists,
    "stable-baselines3": StableBaselines3,
    "stable-baselines3, optimised": StableBaselines3Optimised,
}


def fill(name: str, size: int, draw: bool) -> None:
    """Fill one contestant; what the process then holds is measured from outside."""
    buffer = CONTESTANTS[name](size)
    # a few more steps than rows: ours gives three rows to each beginning of a game
    for number, step in enumerate(play(size + size // 10)):
        buffer.add(*step)
        if draw and number > 100 and number % 4 == 0:
            buffer.sample(BATCH)
    if buffer.stored() < 0.95 * size:
        raise ValueError(f"{name} holds {buffer.stored()} of {size} transitions")


def bytes_a_transition(name: str, sizes: tuple[int, int], *, draw: bool) -> float:
    path = [str(ROOT / "benchmarks"), str(ROOT)]
    small, large = (
        in_fresh_process(FILL.format(path=path, name=name, size=size, draw=draw))["peak_mb"]
        for size in sizes
    )
    return (large - small) * 2**20 / (sizes[1] - sizes[0])


def as_floats(buffer):
    batch = buffer.sample(BATCH)
    if isinstance(buffer, StableBaselines3):
        return batch.observations / 255, batch.next_observations / 255
    return batch[0] / 255, batch[3] / 255


def serve(name: str, connection: Connection) -> None:
    """Fill one contestant, then make the calls asked for, until None is."""
    import torch

    torch.set_num_threads(1)
    buffer = CONTESTANTS[name](CAPACITY)
    for step in play(CAPACITY + CAPACITY // 10):
        buffer.add(*step)
    calls = {"draw": lambda: buffer.sample(BATCH), "floats": lambda: as_floats(buffer)}
    connection.send(None)
    while asked := connection.recv():
        start = time.perf_counter()
        for _ in range(CALLS):
            calls[asked]()
        connection.send((time.perf_counter() - start) / CALLS)


def time_in_processes() -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return the seconds of a batch as drawn, and as floats.

    A process for each, in turns all the same, one at a time. Freed memory stays with the process:
    by default glibc gives it back or not as chance puts something behind it, and having it again
    can then take several times as long as the batch, for any contestant.
    """
    os.environ |= {"MALLOC_TRIM_THRESHOLD_": str(2**28), "MALLOC_MMAP_THRESHOLD_": str(2**28)}
    context = multiprocessing.get_context("spawn")
    connections = {}
    for name in CONTESTANTS:
        connections[name], theirs = context.Pipe()
        context.Process(target=serve, args=(name, theirs), daemon=True).start()
        connections[name].recv()
    found = []
    for asked in ("draw", "floats"):
        seconds: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
        for number in range(-WARM_UP, REPEATS):
            names = list(CONTESTANTS)
            for name in names if number % 2 else names[::-1]:
                connections[name].send(asked)
                seconds[name].append(connections[name].recv())
        found.append({name: values[WARM_UP:] for name, values in seconds.items()})
    for connection in connections.values():
        connection.send(None)
    return found[0], found[1]


def main() -> None:
    try:
        from importlib.metadata import version

        rival = version("stable-baselines3")
    except ImportError:
        raise SystemExit(
            "this compares with stable-baselines3, which is not installed here. Install it after "
            f"torch, so that pip keeps the torch you have:\n    pip install '{RIVAL}'"
        ) from None
    sizes = {name: bytes_a_transition(name, SIZES, draw=False) for name in CONTESTANTS}
    drawing = {name: bytes_a_transition(name, SIZES_DRAWING, draw=True) for name in CONTESTANTS}
    seconds, floats = time_in_processes()
    milliseconds = {name: 1000 * median(values) for name, values in seconds.items()}
    milliseconds_as_floats = {name: 1000 * median(values) for name, values in floats.items()}
    print_table(
        ["", "bytes a transition", "drawing too", "ms a batch", "ms as floats"],
        [
            [n, sizes[n], drawing[n], milliseconds[n], milliseconds_as_floats[n]]
            for n in CONTESTANTS
        ],
    )
    save(
        "replay",
        ratio=ratio(seconds),
        ratio_as_floats=ratio(floats),
        bytes_ratio=min(sizes[name] for name in sizes if name != "ours") / sizes["ours"],
        bytes_a_transition=sizes,
        bytes_a_transition_drawing=drawing,
        milliseconds=milliseconds,
        milliseconds_as_floats=milliseconds_as_floats,
        transitions=CAPACITY,
        batch=BATCH,
        stable_baselines3=rival,
        raw={"seconds": seconds, "seconds_as_floats": floats},
    )


if __name__ == "__main__":
    main()
