"""A landmarker that replays looks which were taken before: tests and re-analysis without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from endrange.domain.clip import Frame
from endrange.domain.errors import SettingsError
from endrange.domain.looks import Looks, ModelFile, People, Sighting


class ReplayLandmarker:
    """Says of frame ``i`` what the given looks say of row ``i``; pixels are not looked at.

    Parameters
    ----------
    looks
        What is replayed. A person whose points are NaN in every look of a frame is absent from it.

    Raises
    ------
    SettingsError
        From ``look``, for a frame beyond the last row.
    """

    engine = "file"

    def __init__(self, looks: Looks) -> None:
        self._given = looks

    @property
    def looks(self) -> tuple[str, ...]:
        """Names of the looks that are replayed."""
        return self._given.names

    @property
    def models(self) -> tuple[ModelFile, ...]:
        """The weights that once took them."""
        return self._given.models

    def look(self, frames: Iterable[Frame]) -> Iterator[Sighting]:
        """Yield the row of each frame, at the frame's own time."""
        for frame in frames:
            if frame.index >= self._given.n_frames:
                raise SettingsError(
                    f"Frame {frame.index} cannot be replayed: the file holds {self._given.n_frames} frames; "
                    "give the clip it was made from."
                )
            yield Sighting(frame.index, frame.time_s, self._row(frame.index))

    def _row(self, i: int) -> dict[str, People]:
        given = self._given
        present = np.isfinite(given.position_px[i]).any(axis=(0, 2, 3))
        return {
            name: People(given.position_px[i, j, present], given.score[i, j, present], given.world_m[i, j, present])
            for j, name in enumerate(given.names)
        }

    def close(self) -> None:
        """Nothing is held."""
