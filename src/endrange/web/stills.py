"""One frame of a clip as a small picture, made when first asked for and kept with its results."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from endrange.formats.whole import written_whole

#: Longer side of the picture, in px.
_LONGEST_PX: Final = 640

_QUALITY: Final = 70


def still(clip: Path, duration_s: float, folder: Path) -> Path:
    """The middle frame as ``still.webp`` in a folder.

    Raises
    ------
    ClipError, OutputError
        When no frame can be read, or the picture cannot be kept.
    """
    import cv2

    from endrange.video.frames import frames_at

    path = folder / "still.webp"
    if path.is_file():
        return path
    image = frames_at(clip, (duration_s / 2,))[0].image
    scale = min(1.0, _LONGEST_PX / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    _, coded = cv2.imencode(".webp", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    with written_whole(path) as part:
        part.write_bytes(coded.tobytes())
    return path
