"""The clip's own frames as a report shows them: as they are, or with the heads blurred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis

if TYPE_CHECKING:
    from endrange.report.faces import Blur
    from endrange.video.film import FilmPicture


def has_pixels(analysis: Analysis) -> bool:
    """Whether the film itself is at hand, and not its landmarks alone."""
    from endrange.pose.readers import reader_for

    return analysis.clip.path.is_file() and reader_for(analysis.clip.path) is None


def film_pictures(analysis: Analysis, longest_px: int | None = None) -> Iterator[FilmPicture]:
    """Every picture of what was analysed, in order, ready to be drawn upon; the longer side at most ``longest_px``."""
    from endrange.video.frames import FrameReader

    said = analysis.provenance.settings
    reader = FrameReader(analysis.clip, start_s=said.get("start_s"), end_s=said.get("end_s"))
    blur = _blur(analysis)
    for picture in reader.film(longest_px):
        if blur is not None:
            luma, *chroma = picture.planes()
            blur.blur_planes(luma, chroma, picture.time_s)
        yield picture


def shown_pictures(analysis: Analysis, times: tuple[float, ...]) -> Mapping[float, NDArray[np.uint8]]:
    """Upright pictures of a clip, whose pixels are at hand, by time."""
    from endrange.video.frames import frames_at

    blur = _blur(analysis)
    frames = zip(times, frames_at(analysis.clip, times), strict=True)
    return {time: frame.image if blur is None else blur(frame.image, frame.time_s) for time, frame in frames}


def _blur(analysis: Analysis) -> Blur | None:
    """What blurs the heads, where that was asked for."""
    if not analysis.provenance.settings.get("blur_faces"):
        return None
    from endrange.report.faces import Blur

    return Blur(analysis, look_again=True)
