"""Frames to an animated PNG: lossless, small, and fast to write.

Only what changes from one frame to the next is stored. Pictures of a game have few colours and
change little, so a frame of Breakout takes about 90 bytes.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

# a whole picture this often: a player decodes at most so many frames for a jump
KEYFRAME_EVERY = 100
# the picture loops: seconds that it stays on the last frame
HOLD_LAST = 2


def encode(frames: Sequence[np.ndarray], *, fps: float) -> bytes:
    """Return an animated PNG that shows every frame exactly (https://www.w3.org/TR/png-3/).

    Up to 255 colours it has a palette, whose colour 0 is transparent and says "as before". With
    more it has four bytes a pixel, and the transparent ones say so. Equal frames stay apart, so
    that frame k of the file is `frames[k]`.

    Args:
        frames: at least one, all (height, width, 3) or all (height, width), uint8.
        fps: frames a second, from 0.1 to 60 (browsers slow down what is faster).
    """
    height, width = frames[0].shape[:2]
    changes = list(_changes(frames))
    seen = np.zeros(1 << 24, dtype=bool)
    for change in changes:
        seen[change.colours] = True
    palette = np.flatnonzero(seen).astype(">u4")
    indexed = len(palette) <= 255

    delay = Fraction(1 / fps).limit_denominator(1000)
    header = struct.pack(">IIBBBBB", width, height, 8, 3 if indexed else 6, 0, 0, 0)
    chunks = [_chunk(b"IHDR", header), _chunk(b"acTL", struct.pack(">II", len(frames), 0))]
    if indexed:
        colours = palette.view(np.uint8).reshape(-1, 4)[:, 1:]
        chunks += [_chunk(b"PLTE", bytes(3) + colours.tobytes()), _chunk(b"tRNS", bytes(1))]
    sequence = 0
    for number, (x, y, mask, colours) in enumerate(changes):
        if indexed:
            pixels = np.zeros(mask.shape, dtype=np.uint8)
            pixels[mask] = np.searchsorted(palette, colours) + 1
        else:
            pixels = np.zeros(mask.shape, dtype=">u4")
            pixels[mask] = colours << 8 | 0xFF
        rows = pixels.view(np.uint8)
        filtered = np.pad(rows, ((0, 0), (1, 0)))  # each row starts with its filter, 0: none
        if number == len(frames) - 1:
            delay += HOLD_LAST
        control = struct.pack(
            ">IIIIIHHBB",
            *(sequence, mask.shape[1], mask.shape[0], x, y),
            *(delay.numerator, delay.denominator, 0, 1),  # leave it there; draw over what was
        )
        chunks.append(_chunk(b"fcTL", control))
        data = zlib.compress(filtered.tobytes(), 6)
        if number == 0:
            chunks.append(_chunk(b"IDAT", data))
            sequence += 1
        else:
            chunks.append(_chunk(b"fdAT", struct.pack(">I", sequence + 1) + data))
            sequence += 2
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + _chunk(b"IEND", b"")


class _Change(NamedTuple):
    """What a frame changes in the one before: a rectangle, and which of its pixels."""

    x: int
    y: int
    mask: np.ndarray  # (height, width) bool
    colours: np.ndarray  # (mask.sum(),) uint32, 0xRRGGBB


def _changes(frames: Sequence[np.ndarray]) -> Iterator[_Change]:
    everything = np.ones(frames[0].shape[:2], dtype=bool)
    for number, frame in enumerate(frames):
        if number % KEYFRAME_EVERY == 0:
            yield _Change(0, 0, everything, _packed(frame[everything]))
            continue
        differs = frame != frames[number - 1]
        rows = np.flatnonzero(differs.reshape(len(frame), -1).any(axis=1))
        if len(rows) == 0:  # the format wants at least a pixel
            yield _Change(0, 0, np.zeros((1, 1), dtype=bool), np.zeros(0, dtype=np.uint32))
            continue
        top, bottom = rows[0], rows[-1] + 1
        mask = differs[top:bottom]
        if mask.ndim == 3:
            mask = mask[..., 0] | mask[..., 1] | mask[..., 2]
        columns = np.flatnonzero(mask.any(axis=0))
        left, right = columns[0], columns[-1] + 1
        mask = mask[:, left:right]
        yield _Change(left, top, mask, _packed(frame[top:bottom, left:right][mask]))


def _packed(pixels: np.ndarray) -> np.ndarray:
    """Return (n, 3) or grey (n,) uint8 as (n,) uint32 numbers 0xRRGGBB."""
    if pixels.ndim == 1:
        return pixels.astype(np.uint32) * 0x010101
    wide = pixels.astype(np.uint32)
    return wide[:, 0] << 16 | wide[:, 1] << 8 | wide[:, 2]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
