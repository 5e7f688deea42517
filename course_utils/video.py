"""Frames to an inline player: `Video(frames)`, and `episode_video(episode)` with captions.

The frames become one animated PNG. It is lossless, holds only what changes from frame to frame,
and plays wherever pictures are shown. Where scripts run, `player.js` turns it into a player with
play, step, scrub, speed, captions and keys; it needs no server and no library.
"""

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.apng import KEYFRAME_EVERY, encode
from course_utils.language import current_language, tr, written


class Video:
    """A player in a notebook's output; `apng` and `html` are what it is made of.

    Args:
        frames: arrays of one size, each (height, width, 3) or, for grey, (height, width), uint8;
            or one array of them, (n, height, width, 3) or (n, height, width).
        fps: frames a second at normal speed, from 0.1 to 60.
        captions: one text a frame, shown below it.
        alt: what the video shows, in a sentence, for those who do not see it.
        scale: screen pixels a frame pixel. By default as large as fits a notebook, in whole
            pixels.
    """

    def __init__(
        self,
        frames: Sequence[np.ndarray] | np.ndarray,
        *,
        fps: float = 4,
        captions: Sequence[str] | None = None,
        alt: str | None = None,
        scale: float | None = None,
    ):
        checked = _checked(frames)
        self.n_frames = len(checked)
        self.height, self.width = checked[0].shape[:2]
        if not 0.1 <= fps <= 60:
            raise ValueError(f"fps is a number of frames a second from 0.1 to 60; got {fps}")
        self.fps = fps.item() if isinstance(fps, np.generic) else fps  # JSON knows Python's only
        if isinstance(captions, str):
            raise ValueError(f"captions is a list of one text a frame; got one text, {captions!r}")
        self.captions = [] if captions is None else [str(caption) for caption in captions]
        if captions is not None and len(self.captions) != self.n_frames:
            raise ValueError(
                f"wanted one caption a frame: {self.n_frames} frames came with "
                f"{len(self.captions)} captions"
            )
        if scale is None:
            scale = max(1, min(480 // self.width, 420 // self.height))
        if not scale > 0:
            raise ValueError(f"scale is a number above 0; got {scale}")
        self.scale = scale
        self.alt = self._description() if alt is None else alt
        self._labels = _labels()
        self.apng = encode(checked, fps=self.fps)

    @cached_property
    def html(self) -> str:
        """The player: the animated image, and the script that upgrades it."""
        config = json.dumps(
            {
                "fps": self.fps,
                "keyframeEvery": KEYFRAME_EVERY,
                "captions": self.captions,
                "labels": self._labels,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).replace("<", "\\u003c")  # no caption can close the script
        width, height = round(self.width * self.scale), round(self.height * self.scale)
        image = (
            f'<img alt="{html.escape(self.alt)}" width="{width}" height="{height}" '
            'style="image-rendering:pixelated;max-width:100%;height:auto" '
            f'src="data:image/png;base64,{base64.b64encode(self.apng).decode()}">'
        )
        # Equal outputs have equal ids. The script takes the first one that is not yet a player,
        # so that each copy of an output, and each view of it, becomes one.
        name = "video-" + hashlib.sha256((image + config).encode()).hexdigest()[:16]
        return (
            f'<div id="{name}" style="display:inline-block;max-width:100%">{image}</div>'
            f'<script>({_script()})("{name}",{config})</script>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"Video({self.n_frames} × {self.width}×{self.height}): {self.alt}"

    def _description(self) -> str:
        seconds = written(self.n_frames / self.fps, ".3g")
        text = tr(
            en=f"Animation of {self.n_frames} frames, {seconds} seconds long.",
            fr=f"Animation de {self.n_frames} images, durée : {seconds} s.",
        )
        if self.captions:
            first, last = self.captions[0], self.captions[-1]
            text += tr(en=f" From “{first}” to “{last}”.", fr=f" De « {first} » à « {last} ».")
        return text


def episode_video(
    episode: Any,
    *,
    fps: float = 4,
    action_names: Sequence[str] | None = None,
    alt: str | None = None,
    scale: float | None = None,
) -> Video:
    """Return the video of an `Episode`: each caption has step, action, reward and return so far.

    Args:
        episode: from `run_episode(..., render=True)`.
        fps: frames a second at normal speed.
        action_names: the name of each action, such as `lakes.ACTION_NAMES`; by default its number.
        alt: see `Video`; by default how long the episode was and how it ended.
        scale: see `Video`.
    """
    steps = episode.length
    if len(episode.frames) != steps + 1:
        raise ValueError(
            f"wanted {steps + 1} frames, of the start and of {steps} steps; this episode has "
            f"{len(episode.frames)}: play it with run_episode(env, player, render=True)"
        )
    captions = [tr(en="start", fr="départ")]
    total = 0.0
    for step, (action, reward) in enumerate(
        zip(episode.actions, episode.rewards, strict=True), start=1
    ):
        total += reward
        captions.append(
            f"{tr(en='step', fr='pas')} {step} · {_action(action, action_names)} · "
            f"{tr(en='reward', fr='récompense')} {_number(reward)} · "
            f"{tr(en='return', fr='retour')} {_number(total)}"
        )
    end = ""
    if episode.terminated:
        end = tr(en="terminal state", fr="état terminal")
    elif episode.truncated:
        end = tr(en="stopped by the time limit", fr="arrêt : limite de temps")
    if end:
        captions[-1] += f" · {end}"
    if alt is None:
        alt = tr(
            en=f"An episode of {steps} steps, return {_number(total)}",
            fr=f"Un épisode de {steps} pas, retour {_number(total)}",
        )
        alt += f" ({end})." if end else "."
    return Video(episode.frames, fps=fps, captions=captions, alt=alt, scale=scale)


def action_label(name: str) -> str:
    """Return how an action is shown: in the language, with its arrow; "RIGHTFIRE" has both."""
    known = {
        "left": tr(en="left ←", fr="gauche ←"),
        "down": tr(en="down ↓", fr="bas ↓"),
        "right": tr(en="right →", fr="droite →"),
        "up": tr(en="up ↑", fr="haut ↑"),
        "fire": tr(en="fire", fr="tir"),
        "noop": tr(en="wait", fr="attente"),
    }
    key = name.lower()
    move = key.removesuffix("fire")
    if move in known and move != key:
        return f"{known[move]} + {known['fire']}"
    return known.get(key, name)


def _action(action: int, names: Sequence[str] | None) -> str:
    if names is None:
        return f"action {action}"
    if not 0 <= action < len(names):
        raise ValueError(f"action {action} has no name: {len(names)} names came, {list(names)}")
    return action_label(names[action])


def _number(value: float) -> str:
    return written(value, ".6g").replace("-", "−")


def _labels() -> dict[str, str]:
    return {
        "language": current_language(),
        "play": tr(en="Play", fr="Lecture"),
        "pause": tr(en="Pause", fr="Pause"),
        "back": tr(en="Back one frame", fr="Image précédente"),
        "forward": tr(en="On one frame", fr="Image suivante"),
        "position": tr(en="Position", fr="Position"),
        "speed": tr(en="Speed", fr="Vitesse"),
        "frame": tr(en="frame", fr="image"),
        "space": tr(en="space", fr="espace"),
    }


def _script() -> str:
    return Path(__file__).with_name("player.js").read_text(encoding="utf-8")


def _checked(frames: Sequence[np.ndarray] | np.ndarray) -> list[np.ndarray]:
    """Return the frames, all of one size; raise a ValueError that says what is wrong."""
    wanted = "a frame is a uint8 array (height, width, 3), or (height, width) for grey"
    if isinstance(frames, np.ndarray) and frames.ndim not in (3, 4):
        raise ValueError(f"wanted a list of frames; {wanted}; got one array {frames.shape}")
    if not isinstance(frames, (np.ndarray, Sequence)):
        raise ValueError(f"wanted a list of frames; {wanted}; got {type(frames).__name__}")
    arrays = [np.asarray(frame) for frame in frames]
    if not arrays:
        raise ValueError("there are no frames: wanted at least one")
    for number, frame in enumerate(arrays):
        grey_or_rgb = frame.ndim == 2 or (frame.ndim == 3 and frame.shape[2] == 3)
        if frame.dtype != np.uint8 or not grey_or_rgb or frame.size == 0:
            raise ValueError(f"{wanted}; frame {number} is {frame.dtype} {frame.shape}")
        if frame.shape != arrays[0].shape:
            raise ValueError(
                f"all frames have one size: frame 0 is {arrays[0].shape}, "
                f"frame {number} is {frame.shape}"
            )
    return arrays
