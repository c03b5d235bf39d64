"""Uploads stream to disk, a chunk at a time, under a limit; memory stays flat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from endrange.web.config import ServeConfig
from endrange.web.errors import Refusal
from endrange.web.folders import Folders, new_id
from endrange.web.words import TEXT, in_words

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

#: A form's own fields are short.
_MAX_FIELD_BYTES: Final = 2000
_MAX_FIELDS: Final = 30
_MAX_NAME_BYTES: Final = 1000


@dataclass
class Upload:
    """What came: one file on our disk under our own name, the name that it had, and the form's fields."""

    path: Path
    name: str = ""
    has_file: bool = False
    fields: dict[str, str] = field(default_factory=dict)


async def receive(
    chunks: AsyncIterator[bytes], content_type: str, length: int | None, folders: Folders, config: ServeConfig
) -> Upload:
    """Stream a multipart form with one file to disk.

    Raises
    ------
    Refusal
        Too large (413), no space (507), or not such a form (400); nothing is left on disk.
    """
    check_room(length or 0, folders, config)
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= 200:
        raise Refusal(400, TEXT["no_file"])
    folders.uploads.mkdir(parents=True, exist_ok=True)
    upload = Upload(folders.uploads / new_id())
    try:
        with upload.path.open("wb") as file:
            await _fill(upload, file, chunks, boundary, folders, config)
    except FormParserError as error:
        upload.path.unlink(missing_ok=True)
        raise Refusal(400, TEXT["broken_upload"]) from error
    except BaseException:
        upload.path.unlink(missing_ok=True)
        raise
    if not upload.has_file:
        upload.path.unlink(missing_ok=True)
        raise Refusal(400, TEXT["no_file"])
    return upload


def check_room(length: int, folders: Folders, config: ServeConfig) -> None:
    """Refuse what is too large, or would fill the disk.

    Raises
    ------
    Refusal
        With a sentence that says how much there is.
    """
    if length > config.max_upload_bytes:
        raise Refusal(413, TEXT["too_large"].format(limit=in_words(config.max_upload_bytes)))
    free = folders.free_bytes()
    if free - length < config.reserve_bytes:
        raise Refusal(507, TEXT["disk_full"].format(free=in_words(free)))


async def _fill(
    upload: Upload,
    file: BinaryIO,
    chunks: AsyncIterator[bytes],
    boundary: bytes,
    folders: Folders,
    config: ServeConfig,
) -> None:
    parser = MultipartParser(boundary, _Parts(upload, file).callbacks())
    seen = checked = 0
    async for chunk in chunks:
        seen += len(chunk)
        if seen > config.max_upload_bytes:
            raise Refusal(413, TEXT["too_large"].format(limit=in_words(config.max_upload_bytes)))
        if seen - checked > 64 * 1024**2:
            checked = seen
            check_room(0, folders, config)
        parser.write(chunk)
    parser.finalize()


class _Parts:
    """Sorts the parts of a form as they stream in: the first file to disk, short fields to memory."""

    def __init__(self, upload: Upload, file: BinaryIO) -> None:
        self._upload = upload
        self._file = file
        self._header = b""
        self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._field = b""
        self._into_file = False

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._headers, self._field, self._name, self._into_file = {}, b"", "", False

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header = self._bounded(self._header + data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value = self._bounded(self._value + data[start:end])

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            if self._upload.has_file:
                raise Refusal(400, TEXT["one_file"])
            self._upload.name = _last_part(options[b"filename"][:_MAX_NAME_BYTES].decode("utf-8", "replace"))
            self._upload.has_file = self._into_file = True

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._into_file:
            self._file.write(data[start:end])
        else:
            self._field = self._bounded(self._field + data[start:end])

    def _end(self) -> None:
        if self._into_file or not self._name:
            return
        if len(self._upload.fields) >= _MAX_FIELDS:
            raise Refusal(400, TEXT["broken_upload"])
        self._upload.fields[self._name] = self._field.decode("utf-8", "replace")

    def _bounded(self, data: bytes) -> bytes:
        if len(data) > _MAX_FIELD_BYTES:
            raise Refusal(400, TEXT["broken_upload"])
        return data


def _last_part(name: str) -> str:
    """The name without folders and control characters, for showing alone."""
    plain = "".join(c if c.isprintable() else " " for c in name)
    return plain.replace("\\", "/").rsplit("/", 1)[-1].strip()
