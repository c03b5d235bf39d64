"""``track_dlc.csv``: the clean body as DeepLabCut writes one animal: scorer, bodyparts, coords, then a row a frame.

x and y in px of the upright picture, ``likelihood`` 0..1; missing is empty. The format holds no times: row ``i`` is
frame ``i`` of the clip.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.body import Body
from endrange.domain.skeleton import KEYPOINTS
from endrange.formats.registry import Format

if TYPE_CHECKING:
    import pandas as pd

SCORER: Final = "endrange"
LEVELS: Final = ("scorer", "bodyparts", "coords")


def dlc_table(body: Body) -> pd.DataFrame:
    """A row a frame; columns (scorer, bodypart, x | y | likelihood)."""
    import pandas as pd

    columns = pd.MultiIndex.from_product([[SCORER], KEYPOINTS, ["x", "y", "likelihood"]], names=LEVELS)
    values = np.concatenate([body.position_px, body.score[..., None]], axis=-1)
    return pd.DataFrame(np.round(values.reshape(body.n_frames, -1), 4), columns=columns)


def write(analysis: Analysis, path: Path) -> None:
    """Write ``track_dlc.csv``."""
    dlc_table(analysis.body).to_csv(path, lineterminator="\n")


FORMAT = Format("deeplabcut", "track_dlc.csv", "landmarks in DeepLabCut's columns", write)
