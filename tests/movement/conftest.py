"""Motions told in words, filmed by a camera at infinity: what is set is what the angles say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Body, Span
from endrange.domain.vocabulary import ANGLE_KEYS, SIDES, AngleKey
from endrange.movement.protocol import Motion
from endrange.synthetic.body import Posture, Segments, joint_centres
from endrange.synthetic.film import set_angles
from endrange.synthetic.truth import angles_from_points

From = Literal["right", "left", "front", "back"]
FilmMotion = Callable[..., Motion]

PX_PER_M = 300.0
UNKNOWN = MovementLabel("unknown", 0.0, None, None)

#: Angles that a view does not show.
HIDDEN = {
    "right": ("hip_abduction", "hip_internal_rotation", "foot_progression", "trunk_rotation", "pelvic_drop"),
    "front": (
        "hip_extension",
        "knee_flexion",
        "ankle_dorsiflexion",
        "thigh_extension",
        "shank_lean",
        "foot_pitch",
        "trunk_lean",
    ),
}
HIDDEN["left"] = HIDDEN["right"]
HIDDEN["back"] = (*HIDDEN["front"], "hip_internal_rotation")


def project(points_m: np.ndarray, seen_from: From) -> np.ndarray:
    """Parallel projection, y down; the person faces right, left, the camera or away from it."""
    x, y, z = points_m[..., 0], points_m[..., 1], points_m[..., 2]
    across = {"right": x, "left": -x, "front": -z, "back": z}[seen_from]
    return np.stack([640 + PX_PER_M * across, 660 - PX_PER_M * y], -1)


def view_of(seen_from: From) -> View:
    if seen_from == "front":
        return View("front", "camera", None, None, None, 0.0, 0.5)
    if seen_from == "back":
        return View("back", "away", None, None, None, 0.0, 0.5)
    return View("sagittal", seen_from, seen_from, 0.0, 3.0, 0.0, 0.5)


def _film(
    posture: Posture,
    seen_from: From = "right",
    *,
    label: MovementLabel = UNKNOWN,
    life_per_film: float = 1.0,
    noise_px: float = 0.0,
    lost: dict[AngleKey, slice] | None = None,
) -> Motion:
    points = joint_centres(Segments(), posture)
    true = set_angles(posture) | angles_from_points(points)
    n, time = len(posture.time_s), np.asarray(posture.time_s) / life_per_film
    position = project(points, seen_from) + np.random.default_rng(1).normal(0, noise_px, (n, 33, 2)) * (noise_px > 0)
    verdict = np.zeros((n, 33), np.int8)
    body = Body(
        time, position, np.ones((n, 33)), np.ones((n, 33)), np.full((n, 33, 3), np.nan), verdict, verdict[:, None],
        (Span(0, n),), ("heavy",), (1280, 720), 4.0, 1, 1,
    )  # fmt: skip
    view = view_of(seen_from)
    value = {key: np.array(true.get(key, np.full(n, np.nan)), float) for key in ANGLE_KEYS}
    refused = {k: "not seen from here; film from the other side" for k in ANGLE_KEYS if k.angle in HIDDEN[seen_from]}
    for key, frames in (lost or {}).items():
        value[key][frames] = np.nan
    for key in refused:
        value[key] = np.full(n, np.nan)
    angles = Angles(
        time, value, {k: np.where(np.isfinite(v), 2.0, np.nan) for k, v in value.items()}, dict.fromkeys(value, 1.5),
        dict.fromkeys(value, "anatomical"), refused, view, (Bout(Span(0, n), view),),
    )  # fmt: skip
    return Motion("clip.mp4", body, angles, label, life_per_film)


@pytest.fixture
def film_motion() -> FilmMotion:
    """Film a posture: ``film_motion(posture, "right", label=...)``."""
    return _film


@pytest.fixture
def show() -> Callable[[Motion, str], Motion]:
    """The same motion with one angle refused."""

    def hide(motion: Motion, angle: str) -> Motion:
        keys = [k for k in ANGLE_KEYS if k.angle == angle and (k.side in SIDES or k.side is None)]
        refused = {**motion.angles.refused, **dict.fromkeys(keys, "this view hides it; film from the side")}
        value = {k: np.full(len(v), np.nan) if k in keys else v for k, v in motion.angles.value_deg.items()}
        return replace(motion, angles=replace(motion.angles, refused=refused, value_deg=value))

    return hide
