"""One frame of a clip as a small picture, made when first asked for and kept with its results."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from endrange.formats.whole import written_whole

#: Longer side of the picture, in px.
_LONGEST_PX: Final = 640

_QUALITY: Final = 70


#: The same of a frame that is put right by hand, where a joint must be found.
_EDITED_PX: Final = 1280

_EDITED_QUALITY: Final = 80


def still(clip: Path, duration_s: float, folder: Path) -> Path:
    """The middle frame as ``still.webp`` in a folder.

    Raises
    ------
    ClipError, OutputError
        When no frame can be read, or the picture cannot be kept.
    """
    path = folder / "still.webp"
    if path.is_file():
        return path
    with written_whole(path) as part:
        part.write_bytes(_picture(clip, duration_s / 2, _LONGEST_PX, _QUALITY))
    return path


def frame_picture(clip: Path, time_s: float) -> bytes:
    """The frame at a time as WebP, large enough to put a point in its place; it is kept nowhere.

    Raises
    ------
    ClipError
        When no frame can be read.
    """
    return _picture(clip, time_s, _EDITED_PX, _EDITED_QUALITY)


def _picture(clip: Path, time_s: float, longest_px: int, quality: int) -> bytes:
    import cv2

    from endrange.video.frames import frames_at

    image = frames_at(clip, (time_s,))[0].image
    scale = min(1.0, longest_px / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    _, coded = cv2.imencode(".webp", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, quality])
    return coded.tobytes()
