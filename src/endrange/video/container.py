"""Opening a file and finding its picture stream, or saying in one sentence why that is not possible."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
from av.stream import Disposition

from endrange.domain.errors import ClipError, ClipNotFound, ClipUnreadable, NoFrames, NotAVideo

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

#: Containers that hold film with timestamps. Everything else that the library would open is no film (texts drawn as
#: pictures, stills), invents its times (raw streams) or reads other files (play lists).
CONTAINERS: Final = ("mov", "matroska", "avi", "mpegts", "mpeg", "flv", "asf", "ogg", "mxf", "gif", "wtv", "nut")

#: Brands of the MP4 family that mark a still picture (HEIF: ISO/IEC 23008-12; AVIF).
STILL_BRANDS: Final = frozenset({"heic", "heix", "mif1", "avif"})

#: Streams with these marks are covers or thumbnails, not film.
_NOT_FILM: Final = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image

#: How containers of film begin: (offset, bytes).
_SIGNATURES: Final = (
    (4, b"ftyp"), (4, b"moov"), (4, b"mdat"), (4, b"wide"), (4, b"free"), (4, b"skip"),
    (0, b"\x1aE\xdf\xa3"), (8, b"AVI "), (0, b"FLV\x01"), (0, b"0&\xb2u"), (0, b"OggS"),
)  # fmt: skip
_SIGNATURE_BYTES: Final = 12

#: Reading errors in a row after which a file counts as ended (proposal).
MAX_READ_ERRORS: Final = 50


def open_clip(path: Path) -> InputContainer:
    """Open a file for reading.

    Raises
    ------
    ClipNotFound
        If there is no such file.
    NotAVideo
        If it is a folder, a picture, sound, a text.
    ClipUnreadable
        If it may not be read, is empty, or its index is missing or broken.
    """
    head = _first_bytes(path)
    try:
        return av.open(
            str(path.resolve()),
            mode="r",
            options={"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except (av.FFmpegError, OSError) as error:
        raise _why_not(path, head) from error


def picture_stream(container: InputContainer, path: Path) -> VideoStream:
    """The stream that holds the film: the default one, else the first.

    Raises
    ------
    NotAVideo
        If there is sound only, or a single still.
    NoFrames
        If there is nothing at all.
    ClipUnreadable
        If the index gives no picture, or its codec cannot be decoded here.
    """
    if container.metadata.get("major_brand", "").strip() in STILL_BRANDS:
        raise _a_still(path)
    films = [stream for stream in container.streams.video if not stream.disposition & _NOT_FILM]
    if not container.streams:
        raise no_frames(path)
    if not films and container.streams.audio:
        raise NotAVideo(f"{path.name} holds only sound, no moving picture; film a clip and give that.", path)
    if not films:
        raise _cut_off(path)
    chosen = max(films, key=lambda stream: bool(stream.disposition & Disposition.default))
    if not _can_decode(chosen):
        raise ClipUnreadable(
            f"{path.name} is in a format that cannot be decoded here; export it again as an H.264 MP4.", path
        )
    return chosen


def packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """All packets of the stream that carry data, going on past places that cannot be read."""
    errors = 0
    while errors < MAX_READ_ERRORS:
        try:
            for packet in container.demux(stream):
                errors = 0
                if packet.size:
                    yield packet
        except av.EOFError:
            return
        except av.FFmpegError:
            errors += 1
        else:
            return


def no_frames(path: Path) -> NoFrames:
    """Say that nothing can be decoded."""
    return NoFrames(f"{path.name} has no readable frame; copy it again from the phone, or film again.", path)


def _first_bytes(path: Path) -> bytes:
    """The file's beginning, once it is sure that it is a file with something in it."""
    try:
        if path.is_dir():
            raise NotAVideo(f"{path.name or path} is a folder, not a video; give a clip that lies in it.", path)
        with path.open("rb") as file:
            head = file.read(_SIGNATURE_BYTES)
    except FileNotFoundError as error:
        raise ClipNotFound(f"There is no file {path}; check its name and folder.", path) from error
    except OSError as error:
        raise ClipUnreadable(
            f"{path.name} cannot be opened ({error.strerror}); check its name and that you may read it.", path
        ) from error
    if not head:
        raise ClipUnreadable(f"{path.name} is empty (0 bytes); copy it again from where it was filmed.", path)
    return head


def _why_not(path: Path, head: bytes) -> ClipError:
    if any(head[at : at + len(mark)] == mark for at, mark in _SIGNATURES):
        return _cut_off(path)
    kind = (mimetypes.guess_type(path.name)[0] or "").partition("/")[0]
    if kind == "image":
        return _a_still(path)
    if kind == "audio":
        return NotAVideo(f"{path.name} holds sound, not pictures; film a clip and give that.", path)
    return NotAVideo(f"{path.name} is not a video; give a clip from a phone or camera (MP4 or MOV).", path)


def _cut_off(path: Path) -> ClipUnreadable:
    return ClipUnreadable(
        f"{path.name} has no index that can be read, because it was cut off or damaged while it was recorded or "
        "copied; copy it again from the phone, or film again.",
        path,
    )


def _a_still(path: Path) -> NotAVideo:
    return NotAVideo(f"{path.name} is a single picture, not a video; film a clip of the movement and give that.", path)


def _can_decode(stream: VideoStream) -> bool:
    """Whether there is a decoder; without one, the stream has no codec context, whatever its type says."""
    context: object = stream.codec_context
    return context is not None
