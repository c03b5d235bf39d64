"""A film of any length and size, made of a sample clip that is played again and again."""

from __future__ import annotations

from pathlib import Path

import av

from endrange.video.encode import VideoWriter
from endrange.video.frames import FrameReader


def looped(sample: Path, out: Path, seconds: float, height: int) -> Path:
    """The sample, forwards and again, scaled to a height."""
    frames = [f.image for f in FrameReader(sample)]
    clip_fps = 60.0
    width = round(frames[0].shape[1] * height / frames[0].shape[0] / 2) * 2
    scaled = [
        av.VideoFrame.from_ndarray(image, format="rgb24")
        .reformat(width=width, height=height)
        .to_ndarray(format="rgb24")
        for image in frames
    ]
    with VideoWriter(out) as film:
        for i in range(round(seconds * clip_fps)):
            film.write(scaled[i % len(scaled)], i / clip_fps)
    return out
