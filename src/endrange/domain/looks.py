"""What the networks said: raw looks of every frame, before anybody decides whom or which leg they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from endrange.domain.clip import Frame
from endrange.domain.skeleton import N_KEYPOINTS

#: Every look there is, in the order in which they are kept.
LOOK_NAMES: Final[tuple[str, ...]] = (
    "heavy", "heavy_mirror", "full", "full_mirror", "movenet", "movenet_mirror",
)  # fmt: skip

Floats = NDArray[np.floating]


def network_of(look: str) -> str:
    """``heavy_mirror`` -> ``heavy``."""
    return look.removesuffix("_mirror")


def is_mirrored(look: str) -> bool:
    """Whether the look saw the mirror image."""
    return look.endswith("_mirror")


#: Where along a shank, from knee to ankle, its outline is taken (proposal: clear of the knee's and the ankle's own
#: shape).
OUTLINE_SHARES: Final[tuple[float, ...]] = tuple(0.15 + 0.05 * k for k in range(15))


@dataclass(frozen=True)
class People:
    """What one look says of one frame.

    Attributes
    ----------
    position_px
        (p, 33, 2) x right, y down, of the upright picture; NaN where the look does not know the point.
    score
        (p, 33) the network's own 0..1; NaN where unknown.
    world_m
        (p, 33, 3) metres about the hips, x right, y down, z away from the camera; NaN where unknown.
        Of a mirrored look it is mirrored back like the points.

    Person ``i`` of one look is person ``i`` of every other look of the same frame.
    """

    position_px: Floats
    score: Floats
    world_m: Floats

    @staticmethod
    def nobody() -> People:
        """No person."""
        return People(
            np.full((0, N_KEYPOINTS, 2), np.nan, np.float32),
            np.full((0, N_KEYPOINTS), np.nan, np.float32),
            np.full((0, N_KEYPOINTS, 3), np.nan, np.float32),
        )


@dataclass(frozen=True)
class Sighting:
    """What every look says of one frame."""

    index: int
    time_s: float
    looks: Mapping[str, People]
    outline_px: Floats | None = None
    """(p, 2, 15, 2) as in :class:`Looks`; None where it was not asked for."""


@dataclass(frozen=True)
class ModelFile:
    """A weight file as it stands in the provenance."""

    name: str
    sha256: str


@runtime_checkable
class Landmarker(Protocol):
    """An engine that looks at frames. Unsmoothed: what it says of a frame may depend on others only by where it looked.

    ``look`` consumes frames lazily and yields one :class:`Sighting` a frame, in order; it may read ahead a bounded
    number of frames. It is deterministic: the same frames give the same sightings.
    """

    @property
    def engine(self) -> str:
        """``mediapipe``, ``openvino`` or ``file``."""
        ...

    @property
    def looks(self) -> tuple[str, ...]:
        """Names of the looks it takes, in :data:`LOOK_NAMES` order."""
        ...

    @property
    def models(self) -> tuple[ModelFile, ...]:
        """The weights in use."""
        ...

    def look(self, frames: Iterable[Frame]) -> Iterator[Sighting]:
        """Yield what every look says of each frame."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...


@dataclass(frozen=True)
class Looks:
    """All looks of a whole clip.

    Attributes
    ----------
    time_s
        (n,) seconds from the first frame's timestamp, strictly increasing.
    names
        The L looks.
    position_px
        (n, L, p, 33, 2) float32; NaN where unknown. The ``p`` slots are not identities: slot 0 of two frames may be
        two people.
    score
        (n, L, p, 33) float32.
    world_m
        (n, L, p, 33, 3) float16 or float32.
    size_px
        (width, height) of the upright picture.
    engine, models
        For the provenance.
    outline_px
        (n, p, 2, 15, 2) the outline of the left and the right shank where it was asked for: how far the edge of the
        person lies from the line from knee to ankle of the first BlazePose look, at :data:`OUTLINE_SHARES` of it, on
        the side of ``(u_y, -u_x)`` and on the other, ``u`` being the line's direction. NaN where there is none.
    """

    time_s: Floats
    names: tuple[str, ...]
    position_px: Floats
    score: Floats
    world_m: Floats
    size_px: tuple[int, int]
    engine: str
    models: tuple[ModelFile, ...]
    outline_px: Floats | None = None

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.time_s)


#: Sightings are stacked in blocks of this many frames, so that a long clip is held as arrays and not as objects.
BLOCK_FRAMES: Final = 256


def gather(
    sightings: Iterable[Sighting],
    *,
    names: tuple[str, ...],
    size_px: tuple[int, int],
    engine: str,
    models: tuple[ModelFile, ...],
) -> Looks:
    """Stack sightings into one :class:`Looks`; frames with fewer people than the fullest one are padded with NaN."""
    times: list[float] = []
    blocks: list[_Block] = []
    source = iter(sightings)
    while kept := list(islice(source, BLOCK_FRAMES)):
        times += [s.time_s for s in kept]
        blocks.append(_block(kept, names))
    slots = max((block.position_px.shape[2] for block in blocks), default=1)
    blocks = [_padded(block, slots) for block in blocks] or [_padded(_block([], names), 1)]
    outlines = [block.outline_px for block in blocks if block.outline_px is not None]
    return Looks(
        time_s=np.array(times, float),
        names=names,
        position_px=np.concatenate([block.position_px for block in blocks]),
        score=np.concatenate([block.score for block in blocks]),
        world_m=np.concatenate([block.world_m for block in blocks]),
        size_px=size_px,
        engine=engine,
        models=models,
        outline_px=np.concatenate(outlines) if outlines else None,
    )


@dataclass(frozen=True)
class _Block:
    position_px: Floats
    score: Floats
    world_m: Floats
    outline_px: Floats | None


def _block(kept: Sequence[Sighting], names: tuple[str, ...]) -> _Block:
    slots = max([1, *(len(s.looks[k].position_px) for s in kept for k in names if k in s.looks)])
    shape = (len(kept), len(names), slots, N_KEYPOINTS)
    position = np.full((*shape, 2), np.nan, np.float32)
    score = np.full(shape, np.nan, np.float32)
    world = np.full((*shape, 3), np.nan, np.float16)
    for i, sighting in enumerate(kept):
        for j, name in enumerate(names):
            people = sighting.looks.get(name)
            if people is not None:
                p = len(people.position_px)
                position[i, j, :p] = people.position_px
                score[i, j, :p] = people.score
                world[i, j, :p] = people.world_m
    return _Block(position, score, world, _outlines(kept, slots))


def _outlines(kept: Sequence[Sighting], slots: int) -> Floats | None:
    """(k, slots, 2, 15, 2) outlines; None where none was asked for."""
    if all(sighting.outline_px is None for sighting in kept):
        return None
    out = np.full((len(kept), slots, 2, len(OUTLINE_SHARES), 2), np.nan, np.float32)
    for i, sighting in enumerate(kept):
        if sighting.outline_px is not None:
            out[i, : len(sighting.outline_px)] = sighting.outline_px
    return out


def _padded(block: _Block, slots: int) -> _Block:
    """The block with empty slots behind its own."""
    more = slots - block.position_px.shape[2]
    if more == 0:
        return block
    ahead = ((0, 0), (0, 0), (0, more), (0, 0))
    return _Block(
        np.pad(block.position_px, (*ahead, (0, 0)), constant_values=np.nan),
        np.pad(block.score, ahead, constant_values=np.nan),
        np.pad(block.world_m, (*ahead, (0, 0)), constant_values=np.nan),
        None
        if block.outline_px is None
        else np.pad(block.outline_px, ((0, 0), (0, more), *((0, 0),) * 3), constant_values=np.nan),
    )
