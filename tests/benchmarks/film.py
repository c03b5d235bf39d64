"""A film of any length and size, made of a sample clip that is played again and again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

from endrange.video.encode import VideoWriter
from endrange.video.frames import FrameReader


def looped(sample: Path, out: Path, seconds: float, height: int, fps: float) -> Path:
    """The sample, forwards and again, scaled to a height and shown at a rate.

    It is encoded once; what is repeated are its packets, so that ten minutes are made in a second.
    """
    once = _once(sample, out.with_suffix(".once.mp4"), height, fps)
    wanted = round(seconds * fps)
    step = round(90_000 / fps)
    with av.open(str(once)) as source, av.open(str(out), "w", options={"movflags": "+faststart"}) as film:
        packets = [packet for packet in source.demux(video=0) if packet.pts is not None]
        stream = film.add_stream_from_template(source.streams.video[0])
        for i in range(wanted):
            packet = packets[i % len(packets)]
            packet.stream, packet.time_base = stream, Fraction(1, 90_000)
            packet.pts = packet.dts = i * step
            packet.duration = step
            film.mux(packet)
    once.unlink()
    return out


def _once(sample: Path, out: Path, height: int, fps: float) -> Path:
    with VideoWriter(out) as film:
        for i, frame in enumerate(FrameReader(sample)):
            width = round(frame.image.shape[1] * height / frame.image.shape[0] / 2) * 2
            picture = av.VideoFrame.from_ndarray(frame.image, format="rgb24")
            film.write(picture.reformat(width=width, height=height).to_ndarray(format="rgb24"), i / fps)
    return out
