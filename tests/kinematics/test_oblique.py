"""The camera's yaw undone in strides: a segment in the picture of an oblique camera, and real runners' markers."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.angles import View
from endrange.domain.skeleton import N_KEYPOINTS, point
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics.joints import sagittal_angles
from endrange.kinematics.oblique import SHANK_TILT_DEG, THIGH_TILT_DEG, InPlane, in_plane
from endrange.kinematics.segments import Segments


def view(yaw_deg: float | None, facing: str = "right", plane: str = "sagittal") -> View:
    return View(plane, facing, facing, yaw_deg, 3.0, 0.0, 0.5)


def seen_leg(yaw_deg: float, forward: float) -> Segments:
    """Near leg, thigh 20 degrees back and shank 50 back, each tilted as runners are, far from an oblique camera."""
    yaw = np.radians(yaw_deg)
    near, far = ("right", "left") if forward > 0 else ("left", "right")
    position = np.zeros((1, N_KEYPOINTS, 2))
    for side, outward in ((near, 1.0), (far, -1.0)):
        at = np.array([500.0, 100.0])
        position[0, point(side, "hip")] = at
        for part, back_deg, tilt_deg in (("knee", 20.0, THIGH_TILT_DEG), ("ankle", 50.0, SHANK_TILT_DEG)):
            ahead, down = -np.sin(np.radians(back_deg)), np.cos(np.radians(back_deg))
            across = -outward * down * np.tan(np.radians(tilt_deg))  # the lower end stands further in
            at = at + 100.0 * np.array([forward * (ahead * np.cos(yaw) + across * np.sin(yaw)), down])
            position[0, point(side, part)] = at
        position[0, point(side, "shoulder")] = (500.0 + 30.0 * forward * np.cos(yaw), -50.0)
    return Segments(position)


@pytest.mark.parametrize("forward", [1.0, -1.0])
@pytest.mark.parametrize("yaw_deg", [-20.0, -5.0, 3.5, 12.0])
def test_leans_and_tilts_of_an_oblique_picture_are_undone(yaw_deg, forward) -> None:
    seen, facing = seen_leg(yaw_deg, forward), "right" if forward > 0 else "left"
    found = sagittal_angles(in_plane(seen, view(yaw_deg, facing), forward, "running"), forward)
    for side in ("left", "right"):
        np.testing.assert_allclose(found[AngleKey("thigh_extension", side)], 20.0, atol=1e-9)
        np.testing.assert_allclose(found[AngleKey("shank_lean", side)], 50.0, atol=1e-9)
        np.testing.assert_allclose(found[AngleKey("knee_flexion", side)], 30.0, atol=1e-9)
    np.testing.assert_allclose(found[AngleKey("trunk_lean", None)], np.degrees(np.arctan(30 / 150)), atol=1e-9)


@pytest.mark.parametrize(
    ("movement", "seen_from"),
    [
        ("knee_to_wall", view(15.0)),
        ("standing", view(15.0)),
        ("running", view(None)),
        ("running", view(-2.9)),
        ("running", view(80.0, plane="back")),
    ],
)
def test_where_the_yaw_is_not_known_well_the_picture_stands(movement, seen_from) -> None:
    seen = seen_leg(15.0, 1.0)
    assert in_plane(seen, seen_from, 1.0, movement) is seen


def test_the_foot_stays_as_it_is_drawn() -> None:
    seen = seen_leg(12.0, 1.0)
    undone = in_plane(seen, view(12.0), 1.0, "walking")
    assert isinstance(undone, InPlane)
    np.testing.assert_allclose(undone.foot("right"), seen.foot("right"), atol=0)
    assert (undone.shank("right")[:, 1] == seen.shank("right")[:, 1]).all()
