"""Showing an episode: our player beside matplotlib's `to_jshtml`, on frames of Breakout.

Run from the repository's root: `python benchmarks/animation.py`, about three minutes.
"""

import io

import ale_py
import gymnasium as gym
import numpy as np
from baselines import jshtml
from harness import median, print_table, ratio, save, time_in_turns
from PIL import Image

from course_utils.video import Video

SIZES = {50: 5, 600: 3, 2000: 3}  # frames: repeats
NOOP, FIRE = 0, 1


def breakout_frames(n: int, *, seed: int = 0) -> list[np.ndarray]:
    """Return `n` frames (210, 160, 3) uint8 of random play that serves whenever it must."""
    ale_py.ALEInterface.setLoggerMode(ale_py.LoggerMode.Error)
    gym.register_envs(ale_py)
    env = gym.make("ALE/Breakout-v5")
    rng = np.random.default_rng(seed)
    frames: list[np.ndarray] = []
    game_over, lives = True, 0
    while len(frames) < n:
        if game_over:
            obs, info = env.reset(seed=seed + len(frames))
            action = FIRE
        else:
            action = FIRE if info["lives"] < lives else int(rng.integers(env.action_space.n))
        frames.append(obs)
        lives = info["lives"]
        obs, _, terminated, truncated, info = env.step(action)
        game_over = terminated or truncated
    env.close()
    return frames


def largest_error(frames: list[np.ndarray], video: Video) -> int:
    """Return by how much, of 255, a decoded pixel differs at most from the frame it shows."""
    image = Image.open(io.BytesIO(video.apng))
    if image.n_frames != len(frames):
        raise ValueError(f"{len(frames)} frames became {image.n_frames}")
    largest = 0
    for number, frame in enumerate(frames):
        image.seek(number)
        shown = np.asarray(image.convert("RGB")).astype(int)
        largest = max(largest, int(np.abs(shown - frame).max()))
    return largest


def main() -> None:
    frames = breakout_frames(max(SIZES))
    rows, raw = [], {}
    for n, repeats in SIZES.items():
        pages: dict[str, str] = {}
        players = {
            "ours": lambda n=n, pages=pages: pages.update(ours=Video(frames[:n], fps=30).html),
            "to_jshtml": lambda n=n, pages=pages: pages.update(
                to_jshtml=jshtml.to_page(frames[:n])
            ),
        }
        seconds = time_in_turns(players, repeats=repeats)
        if pages["to_jshtml"].count("data:image/png;base64") != n:
            raise ValueError("to_jshtml left frames out: its embed limit is too low")
        size = {name: len(page.encode()) for name, page in pages.items()}
        error = largest_error(frames[:n], Video(frames[:n]))
        raw[n] = {
            "seconds": seconds,
            "bytes": size,
            "ratio": ratio(seconds),
            "bytes_ratio": size["to_jshtml"] / size["ours"],
            "max_pixel_error": error,
        }
        rows += [[n, name, median(seconds[name]), size[name] / 1e6] for name in players]
    print_table(["frames", "player", "seconds", "MB"], rows)
    save(
        "animation",
        ratio=raw[600]["ratio"],
        bytes_ratio=raw[600]["bytes_ratio"],
        max_pixel_error=max(figures["max_pixel_error"] for figures in raw.values()),
        raw=raw,
    )


if __name__ == "__main__":
    main()
