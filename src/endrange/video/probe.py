"""What a file says of itself: size, orientation, times, codec, checksum, slow motion."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from endrange.domain.clip import Clip, SlowMotion
from endrange.domain.errors import ClipUnreadable
from endrange.video.container import open_clip, picture_stream
from endrange.video.timeline import read_opening, read_timeline
from endrange.video.upright import orientation_of, upright_size

#: Tags in which a phone writes at how many frames a second it filmed. Android's own; the camera apps that write slow
#: films at an ordinary rate set it. (iPhones store slow motion at its true rate and so need none.)
CAPTURE_RATE_TAGS: Final = ("com.android.capture.fps",)

#: A film is slow motion where it was filmed at this rate or faster, and plays at this ratio or slower (proposal: at 30
#: frames a second a phone in poor light drops frames and films slower than its tag says, which is no slow motion).
MIN_CAPTURE_FPS: Final = 50.0
MIN_SLOWING: Final = 1.5

#: Frames a second of a film of one frame that does not say it; nothing is computed from it.
_FALLBACK_FPS: Final = 30.0


def probe(path: str | Path) -> Clip:
    """Find out everything about a clip that does not need its frames.

    Parameters
    ----------
    path
        The file. It is read through twice (times, checksum) and one frame is decoded.

    Returns
    -------
    Clip
        ``frames`` counts the frames that the file promises; reading may lose some.

    Raises
    ------
    ClipNotFound, NotAVideo, ClipUnreadable, NoFrames
        In one sentence that names the file and what to do.
    """
    path = Path(path)
    timeline = read_timeline(path)
    opening = read_opening(path)
    orientation = orientation_of(opening.frame)
    width, height = upright_size(opening.frame, orientation, opening.pixel_aspect)
    codec, stated_fps, tags = _facts(path)
    interval_s = timeline.mean_interval_s
    if math.isnan(interval_s):
        interval_s = 1.0 / stated_fps
    mean_fps = 1.0 / interval_s
    return Clip(
        path=path,
        width_px=width,
        height_px=height,
        rotation_deg=orientation.rotation_deg,
        mirrored=orientation.mirrored,
        frames=len(timeline.pts),
        duration_s=interval_s * len(timeline.pts),
        mean_fps=mean_fps,
        variable_rate=timeline.variable_rate,
        slow_motion=slow_motion(tags, mean_fps),
        sha256=sha256_of(path),
        codec=codec,
    )


def slow_motion(tags: Mapping[str, str], mean_fps: float) -> SlowMotion | None:
    """Slow motion as the phone says it: filmed at more frames a second than the film has.

    Parameters
    ----------
    tags
        The file's metadata.
    mean_fps
        Frames per second of film.
    """
    for name in CAPTURE_RATE_TAGS:
        try:
            capture_fps = float(tags.get(name, "nan"))
        except ValueError:
            continue
        if MIN_CAPTURE_FPS <= capture_fps < math.inf and capture_fps >= MIN_SLOWING * mean_fps:
            return SlowMotion(capture_fps / mean_fps, "metadata")
    return None


def sha256_of(path: Path) -> str:
    """Checksum of a file's bytes, in hexadecimal; memory stays flat.

    Raises
    ------
    ClipUnreadable
        If it may not be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ClipUnreadable(
            f"{path.name} cannot be read ({error.strerror}); check that you may read it, or copy it again.", path
        ) from error


def _facts(path: Path) -> tuple[str, float, Mapping[str, str]]:
    """Codec, the frame rate that the file states, and its tags."""
    with open_clip(path) as container:
        stream = picture_stream(container, path)
        stated = float(stream.average_rate or stream.guessed_rate or _FALLBACK_FPS)
        return stream.codec.canonical_name, stated, {**stream.metadata, **container.metadata}
