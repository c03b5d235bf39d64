"""Where the film itself changes: cuts and frames that stand still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class FrameChanges:
    """What the pictures say about the film, a value a frame.

    Attributes
    ----------
    cut
        (n,) bool: True for the first frame of a new scene.
    frozen
        (n,) bool: True for a frame identical to the one before.
    """

    cut: NDArray[np.bool_]
    frozen: NDArray[np.bool_]

    @staticmethod
    def none(n_frames: int) -> FrameChanges:
        """A film without cuts in which every frame is new."""
        return FrameChanges(np.zeros(n_frames, bool), np.zeros(n_frames, bool))
