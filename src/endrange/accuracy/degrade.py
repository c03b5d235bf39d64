"""Worse copies of a clip's frames, so that what a worse film costs can be measured against the same truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Final

import av
import cv2
import numpy as np

from endrange.domain.clip import Frame

Degrade = Callable[[Sequence[Frame]], list[Frame]]

#: Seed of the made noise.
SEED: Final = 3


def blurred(frames: Sequence[Frame], sigma_px: float) -> list[Frame]:
    """Out of focus: a Gaussian of ``sigma_px``."""
    return [replace(f, image=cv2.GaussianBlur(f.image, (0, 0), sigma_px)) for f in frames]  # type: ignore[arg-type]


def darkened(frames: Sequence[Frame], gain: float, noise: float) -> list[Frame]:
    """In bad light: every value times ``gain`` and normal noise of so many grey levels."""
    random = np.random.default_rng(SEED)

    def dark(frame: Frame) -> Frame:
        values = frame.image * np.float32(gain) + random.normal(0.0, noise, frame.image.shape)
        return replace(frame, image=np.clip(values, 0, 255).astype(np.uint8))

    return [dark(frame) for frame in frames]


def compressed(frames: Sequence[Frame], crf: int) -> list[Frame]:
    """Through H.264 at a constant rate factor and back."""
    height, width = frames[0].image.shape[:2]
    kept = BytesIO()
    with av.open(kept, "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": str(crf), "threads": "1"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for frame in frames:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(frame.image, format="rgb24")))
        out.mux(stream.encode())
    kept.seek(0)
    with av.open(kept, "r") as back:
        images = [picture.to_ndarray(format="rgb24") for picture in back.decode(video=0)]
    return [replace(f, image=np.ascontiguousarray(image)) for f, image in zip(frames, images, strict=True)]


def _dark_film(frames: Sequence[Frame], gain: float, noise: float) -> list[Frame]:
    return compressed(darkened(frames, gain, noise), 30)


#: Out of focus, for the figures of blur.
BLURRED: Final[Mapping[str, Degrade]] = {
    f"blurred {sigma:g} px": partial(blurred, sigma_px=sigma) for sigma in (3.0, 4.0, 5.0)
}

#: Dark, noisy and coarse, for the figures of contradiction.
COARSE: Final[Mapping[str, Degrade]] = {
    "dark": partial(_dark_film, gain=0.35, noise=7.0),
    "darker": partial(_dark_film, gain=0.22, noise=8.0),
    "darkest": partial(_dark_film, gain=0.15, noise=10.0),
    "coarse": partial(compressed, crf=50),
}
