"""A stick figure whose every angle is set, as a trusted body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.body import Body, Span
from endrange.domain.skeleton import point
from endrange.synthetic.body import Posture, Segments, joint_centres
from endrange.synthetic.camera import Camera


def body_of(position_px: np.ndarray, *, fps: float = 30.0, world_m: np.ndarray | None = None) -> Body:
    """A body of nothing but points, all sure."""
    n = len(position_px)
    known = np.isfinite(position_px[..., 0])
    verdict = np.where(known, 0, 3).astype(np.int8)
    return Body(
        time_s=np.arange(n) / fps,
        position_px=position_px,
        doubt_px=np.where(known, 1.0, np.nan),
        score=np.where(known, 1.0, np.nan),
        world_m=np.full((n, 33, 3), np.nan) if world_m is None else world_m,
        verdict=verdict,
        look_verdict=verdict[:, None],
        runs=(Span(0, n),),
        looks=("heavy",),
        size_px=(1000, 800),
        cutoff_hz=None,
        people_seen=1,
        person=1,
    )


def from_the_side(
    n: int = 30,
    *,
    trunk_lean: float = 0.0,
    thigh_extension: float = 0.0,
    knee_flexion: float = 0.0,
    foot_pitch: float = 0.0,
    forward: float = 1.0,
) -> np.ndarray:
    """(n, 33, 2) someone seen exactly from the side standing still, both legs alike; trunk 100 px, thigh 90, shank 90.

    Facing the picture's right the nose is right of the ears and the toes right of the heels.
    """
    p = np.full((n, 33, 2), np.nan)

    def polar(angle_deg: float, length: float) -> np.ndarray:
        """From straight down towards forward."""
        turn = np.radians(angle_deg)
        return np.array([forward * np.sin(turn), np.cos(turn)]) * length

    hip = np.array([500.0, 400.0])
    shoulder = hip - polar(-trunk_lean, 100.0)
    for side in ("left", "right"):
        knee = hip + polar(-thigh_extension, 90.0)
        ankle = knee + polar(-thigh_extension - knee_flexion, 90.0)
        heel = ankle + np.array([-forward * 10.0, 12.0])
        pitch = np.radians(foot_pitch)
        toe = heel + 40.0 * np.array([forward * np.cos(pitch), -np.sin(pitch)])
        for part, at in {"hip": hip, "shoulder": shoulder, "knee": knee, "ankle": ankle, "heel": heel}.items():
            p[:, point(side, part)] = at
        p[:, point(side, "foot_index")] = toe
        p[:, point(side, "ear")] = shoulder + np.array([0.0, -25.0])
    p[:, 0] = shoulder + np.array([forward * 15.0, -25.0])
    return p


def from_the_front(n: int = 30, *, hips_tilt_deg: float = 0.0, back: bool = False) -> np.ndarray:
    """(n, 33, 2) someone seen exactly from the front (or back) who stands still with vertical thighs and shanks."""
    p = np.full((n, 33, 2), np.nan)
    tilt = np.radians(hips_tilt_deg)
    for side in ("left", "right"):
        out = (1.0 if side == "left" else -1.0) * (-1.0 if back else 1.0)
        low = 1.0 if side == "left" else -1.0
        hip = np.array([500.0 + out * 20.0 * np.cos(tilt), 400.0 + low * 20.0 * np.sin(tilt)])
        at = {
            "hip": hip,
            "shoulder": np.array([500.0 + out * 35.0, 300.0]),
            "ear": np.array([500.0 + out * 8.0, 270.0]),
        }
        below = {"knee": 90.0, "ankle": 180.0, "heel": 188.0, "foot_index": 200.0}
        at |= {part: hip + np.array([0.0, depth]) for part, depth in below.items()}
        for part, where in at.items():
            p[:, point(side, part)] = where
    p[:, 0] = [500.0, 272.0]
    return p


@pytest.fixture(scope="session")
def make_body() -> Callable[..., Body]:
    """Body of given points."""
    return body_of


@pytest.fixture(scope="session")
def side_on() -> Callable[..., np.ndarray]:
    """Stick figure from the side."""
    return from_the_side


@pytest.fixture(scope="session")
def front_on() -> Callable[..., np.ndarray]:
    """Stick figure from front or back."""
    return from_the_front


def filmed(posture: Posture, camera: Camera, *, world: bool = True) -> Body:
    """The synthetic body's points exactly as the camera sees them."""
    points = joint_centres(Segments(), posture)
    hips = points[:, 23:25].mean(axis=1, keepdims=True)
    body = body_of(
        camera.project(points),
        fps=1.0 / float(np.diff(posture.time_s).mean()),
        world_m=camera.about(points, hips) if world else None,
    )
    return replace(body, size_px=camera.size_px, looks=("heavy", "heavy_mirror", "movenet", "movenet_mirror"))


@pytest.fixture(scope="session")
def film() -> Callable[..., Body]:
    """Body of a posture seen by a camera."""
    return filmed
