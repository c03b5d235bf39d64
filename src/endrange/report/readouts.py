"""Which angles are written beside the body on film, and where: beside the body's reach, steady from frame to frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.report import words
from endrange.report.drawing import DOTS

#: At each joint the first of these angles that was measured is written.
IN_PROFILE: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("hip", ("hip_extension", "thigh_extension")),
    ("knee", ("knee_flexion",)),
    ("ankle", ("ankle_dorsiflexion", "shank_lean")),
)
FACE_ON: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("hip", ("hip_abduction",)),
    ("knee", ("hip_internal_rotation",)),
)

HIPS: Final = (point("left", "hip"), point("right", "hip"))

STEADY_S: Final = 0.6  # labels follow the joint this slowly, so that they can be read while legs swing (proposal)
REACH_PERCENTILE: Final = 97.0  # how far the body reaches sideways, but for its rarest moments
LINE_HEIGHT: Final = 1.25  # distance of two labels, in label heights
_ONE_STRIDE_MOVEMENTS: Final = ("running", "walking", "standing", "unknown")


@dataclass(frozen=True)
class Readout:
    """One angle written beside the body."""

    key: AngleKey
    joint: int
    name: str


def readouts_of(analysis: Analysis) -> tuple[Readout, ...]:
    """Near side's hip, knee and ankle in profile; both sides face on; the tested side alone where one was tested."""
    in_profile = analysis.view.facing in ("left", "right")
    found = [
        readout
        for side in _sides(analysis, in_profile)
        for part, angles in (IN_PROFILE if in_profile else FACE_ON)
        if (readout := _first_known(analysis, side, part, angles)) is not None
    ]
    if not in_profile and _known(analysis, AngleKey("pelvic_drop", None)):
        found.append(Readout(AngleKey("pelvic_drop", None), point("right", "hip"), words.SHORT["pelvic_drop"]))
    return tuple(found)


def _sides(analysis: Analysis, in_profile: bool) -> Sequence[Side]:
    label = analysis.movement
    if label.side is not None and label.name not in _ONE_STRIDE_MOVEMENTS:
        return (label.side,)
    near = analysis.view.near_side
    return (near,) if in_profile and near is not None else SIDES


def _first_known(analysis: Analysis, side: Side, part: str, angles: Sequence[str]) -> Readout | None:
    for angle in angles:
        if _known(analysis, AngleKey(angle, side)):
            return Readout(AngleKey(angle, side), point(side, part), words.SHORT.get(angle, words.title_of(angle)))
    return None


def _known(analysis: Analysis, key: AngleKey) -> bool:
    values = analysis.angles.value_deg.get(key)
    return values is not None and bool(np.isfinite(values).any())


def place(
    analysis: Analysis,
    readouts: Sequence[Readout],
    sizes: Sequence[tuple[int, int]],
    picture: tuple[int, int],
    *,
    top: float,
    bottom: float,
) -> Floats:
    """Where each label stands in each frame.

    Parameters
    ----------
    sizes
        Width and height of each label in px of the picture.
    picture
        Its width and height in px; points are scaled to it.
    top, bottom
        Labels stay between these rows.

    Returns
    -------
    (n, k, 2) px of each label's upper left corner; NaN where the body is never seen.
    """  # fmt: skip
    body = analysis.body
    scale = picture[0] / body.size_px[0]
    points = body.position_px * scale
    where = np.full((body.n_frames, len(readouts), 2), np.nan)
    if not np.isfinite(points[:, HIPS, 0].mean(axis=1)).any() or not readouts:
        return where
    steady = _frames_of(STEADY_S, body.time_s)
    middle = _steady(points[:, HIPS, 0].mean(axis=1), steady)
    for k, (readout, (width, height)) in enumerate(zip(readouts, sizes, strict=True)):
        right = _stands_right(analysis, points, middle, readout, width, picture[0])
        reach = _reach(points, middle, right=right) + 0.6 * height
        x = middle + reach if right else middle - reach - width
        where[:, k, 0] = np.clip(x, 0.2 * height, picture[0] - width - 0.2 * height)
        where[:, k, 1] = _steady(points[:, readout.joint, 1], steady) - height / 2
    for column in _columns(where, picture[0]):
        heights = np.array([sizes[k][1] for k in column], float)
        where[:, column, 1] = _apart(where[:, column, 1], heights * LINE_HEIGHT, top, bottom)
    return where


def _stands_right(
    analysis: Analysis, points: Floats, middle: Floats, readout: Readout, width: int, picture_width: int
) -> bool:
    """Face on, a label stands on its own side of the body; in profile where there is room and the body reaches less."""
    if analysis.view.facing not in ("left", "right"):
        side = readout.key.side
        return (side == "left") == (analysis.view.facing != "away") if side else True
    reach = {right: _reach(points, middle, right=right) for right in (True, False)}
    beyond = {
        True: float(np.mean(np.maximum(middle + reach[True] + width - picture_width, 0))),
        False: float(np.mean(np.maximum(reach[False] + width - middle, 0))),
    }
    return (beyond[True], reach[True]) <= (beyond[False], reach[False])


def _reach(points: Floats, middle: Floats, *, right: bool) -> float:
    away = points[:, DOTS, 0] - middle[:, None]
    away = away[np.isfinite(away)]
    return float(max(0.0, np.percentile(away if right else -away, REACH_PERCENTILE)))


def _columns(where: Floats, picture_width: int) -> list[list[int]]:
    """Labels that stand on the same side of the body, from top to bottom."""
    x, y = where[:, :, 0].mean(axis=0), where[:, :, 1].mean(axis=0)
    groups: dict[int, list[int]] = {}
    for k in np.argsort(y, kind="stable").tolist():
        groups.setdefault(round(float(x[k]) / max(1, picture_width // 6)), []).append(k)
    return list(groups.values())


def _apart(y: Floats, pitch: Floats, top: float, bottom: float) -> Floats:
    """Rows moved until each lies a pitch below the one above it, and all of them between top and bottom."""
    out = np.maximum(y, top)
    for k in range(1, out.shape[1]):
        out[:, k] = np.maximum(out[:, k], out[:, k - 1] + pitch[k - 1])
    limit = bottom
    for k in reversed(range(out.shape[1])):
        limit = limit - pitch[k]
        out[:, k] = np.minimum(out[:, k], limit)
    return out


def _steady(values: Floats, sigma_frames: float) -> Floats:
    """A series without its holes and quick movements; zero where nothing of it is known."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(len(values))
    index = np.arange(len(values))
    smooth: Floats = gaussian_filter1d(np.interp(index, index[known], values[known]), sigma_frames, mode="nearest")
    return smooth


def _frames_of(seconds: float, time_s: Floats) -> float:
    if len(time_s) < 2:
        return 1.0
    return max(1.0, seconds / max(float(np.median(np.diff(time_s))), 1e-3))
