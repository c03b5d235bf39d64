"""Films made on the spot, whose every answer is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

Image = NDArray[np.uint8]
MakeFilm = Callable[..., Path]

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 180, 30), (30, 30, 200), (230, 230, 230)


def corners(width: int = 64, height: int = 48) -> Image:
    """Top left red, top right green, bottom left blue, bottom right white."""
    image = np.zeros((height, width, 3), np.uint8)
    half_y, half_x = height // 2, width // 2
    image[:half_y, :half_x], image[:half_y, half_x:] = RED, GREEN
    image[half_y:, :half_x], image[half_y:, half_x:] = BLUE, WHITE
    return image


def counting(index: int, width: int = 64, height: int = 48) -> Image:
    """A grey whose level tells which frame it is."""
    return np.full((height, width, 3), 20 + 8 * (index % 25), np.uint8)


@pytest.fixture
def film(tmp_path: Path) -> MakeFilm:
    """Make a film: ``film(times_s, image=..., name=..., ...)`` gives its path."""

    def make(
        times_s: Sequence[float],
        *,
        image: Callable[[int], Image] = counting,
        name: str = "film.mp4",
        codec: str = "libx264",
        pix_fmt: str = "yuv420p",
        options: Mapping[str, str] | None = None,
        container_options: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
        rotation: tuple[int, bool, bool] | None = None,
        matrix: int | None = None,
        marked: bool = True,
        full_range: bool = False,
        aspect: Fraction | None = None,
        clock_hz: int = 90_000,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w", options=dict(container_options or {})) as container:
            container.metadata.update(tags or {})
            stream = container.add_stream(codec, rate=30, options={"crf": "5", **(options or {})})
            first = image(0)
            stream.height, stream.width = first.shape[:2]
            stream.pix_fmt = pix_fmt
            context = stream.codec_context
            context.time_base = Fraction(1, clock_hz)
            if matrix is not None and marked:
                context.colorspace = matrix
            if full_range:
                context.color_range = 2
            if aspect is not None:
                context.sample_aspect_ratio = aspect
            if rotation is not None:
                stream.set_display_rotation(*rotation)
            for index, time_s in enumerate(times_s):
                frame = av.VideoFrame.from_ndarray(image(index), format="rgb24").reformat(
                    format=pix_fmt,
                    dst_colorspace=matrix if matrix is not None else 5,
                    dst_color_range=2 if full_range else 1,
                )
                frame.pts, frame.time_base = round(time_s * clock_hz), Fraction(1, clock_hz)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make


@pytest.fixture
def corner_image() -> Image:
    """The picture of four colours."""
    return corners()


@pytest.fixture
def which() -> Callable[[Image], int]:
    """Which frame a counting picture is (of 25 in turn)."""
    return lambda image: round((float(image.mean()) - 20.0) / 8.0)
