"""Frames and engines for the tests of the pose room."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.domain.looks import Landmarker
from endrange.pose.engines import open_landmarker

#: One compiled engine serves many tests.
_OPEN: dict[tuple[object, ...], Landmarker] = {}


@pytest.fixture(autouse=True, scope="session")
def close_engines() -> Iterator[None]:
    yield
    while _OPEN:
        _OPEN.popitem()[1].close()


@pytest.fixture(autouse=True, scope="session")
def no_cache_of_compiled_networks() -> Iterator[None]:
    before = os.environ.get("ENDRANGE_CACHE")
    os.environ["ENDRANGE_CACHE"] = ""
    yield
    if before is None:
        del os.environ["ENDRANGE_CACHE"]
    else:
        os.environ["ENDRANGE_CACHE"] = before


def read_frames(path: Path, count: int, start: int = 0) -> list[Frame]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = [
            Frame(i, float(f.pts * f.time_base), np.ascontiguousarray(f.to_ndarray(format="rgb24")))
            for i, f in islice(enumerate(container.decode(stream)), start, start + count)
        ]
    first = frames[0].time_s
    return [replace(f, index=i, time_s=f.time_s - first) for i, f in enumerate(frames)]


def mirrored(frames: list[Frame]) -> list[Frame]:
    return [replace(f, image=np.ascontiguousarray(f.image[:, ::-1])) for f in frames]


def shared_landmarker(looks: tuple[str, ...], engine: str, **wishes: object) -> Landmarker:
    key = (looks, engine, *sorted(wishes.items()))
    if key not in _OPEN:
        _OPEN[key] = open_landmarker(looks, engine, **wishes)  # type: ignore[arg-type]
    return _OPEN[key]


@pytest.fixture(scope="session")
def runner(samples: Path) -> list[Frame]:
    """Eight frames of a runner from the right, who faces right and whose right leg is the near one."""
    return read_frames(samples / "run_right_60fps.mp4", 8, start=20)


@pytest.fixture(scope="session")
def blank() -> list[Frame]:
    """Two grey pictures with nobody in them."""
    return [Frame(i, i / 30, np.full((270, 480, 3), 128, np.uint8)) for i in range(2)]
