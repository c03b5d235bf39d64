"""The clip's own frames as a report shows them: as they are, or with the heads blurred."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.clip import Frame


def has_pixels(analysis: Analysis) -> bool:
    """Whether the film itself is at hand, and not its landmarks alone."""
    from endrange.pose.readers import reader_for

    return analysis.clip.path.is_file() and reader_for(analysis.clip.path) is None


def shown_frames(analysis: Analysis) -> Iterable[Frame]:
    """Every frame of what was analysed, in order, one at a time."""
    from endrange.video.frames import FrameReader

    said = analysis.provenance.settings
    return map(_shown(analysis), FrameReader(analysis.clip, start_s=said.get("start_s"), end_s=said.get("end_s")))


def shown_pictures(analysis: Analysis, times: tuple[float, ...]) -> Mapping[float, NDArray[np.uint8]]:
    """Upright pictures of a clip, whose pixels are at hand, by time."""
    from endrange.video.frames import frames_at

    shown = _shown(analysis)
    return {time: shown(frame).image for time, frame in zip(times, frames_at(analysis.clip, times), strict=True)}


def _shown(analysis: Analysis) -> Callable[[Frame], Frame]:
    if not analysis.provenance.settings.get("blur_faces"):
        return lambda frame: frame
    from endrange.report.faces import Blur

    blur = Blur(analysis)
    return lambda frame: replace(frame, image=blur(frame.image, frame.time_s))
