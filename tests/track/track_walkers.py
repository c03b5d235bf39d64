"""A walker of known points in front of a camera, as looks would see it."""

from __future__ import annotations

import numpy as np

from endrange.domain.looks import Looks
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, PAIRS, mirror_points

BEST = ("heavy", "heavy_mirror", "movenet", "movenet_mirror")
SIZE = (1280, 720)


def stepping(
    n: int = 120, fps: float = 60.0, hz: float = 1.4, at_px: tuple[float, float] = (600.0, 150.0)
) -> np.ndarray:
    """(n, 33, 2) somebody who runs on the spot to the right: legs in anti-phase, thighs of 110 px, shanks of 110 px.

    The thigh swings 35 degrees either way of 10 degrees of flexion; the knee bends 15 to 105 degrees.
    """
    t = np.arange(n) / fps
    points = np.zeros((n, 33, 2))
    hip_middle = np.array([at_px[0], at_px[1] + 180.0]) + np.stack([0 * t, 8 * np.sin(4 * np.pi * hz * t)], 1)
    shoulder_middle = hip_middle + np.array([12.0, -170.0])
    for side, phase in ((0, 0.0), (1, np.pi)):
        across = np.array([(-1) ** side * 5.0, 0.0])
        thigh = np.radians(10 + 35 * np.sin(2 * np.pi * hz * t + phase))
        knee = np.radians(60 + 45 * np.sin(2 * np.pi * hz * t + phase + 1.4))
        place = {"shoulder": shoulder_middle + across, "hip": hip_middle + across}
        place["knee"] = place["hip"] + 110 * np.stack([np.sin(thigh), np.cos(thigh)], 1)
        place["ankle"] = place["knee"] + 110 * np.stack([np.sin(thigh - knee), np.cos(thigh - knee)], 1)
        toward = np.stack([np.cos(thigh - knee), -np.sin(thigh - knee)], 1)
        down = np.stack([np.sin(thigh - knee), np.cos(thigh - knee)], 1)
        place["heel"] = place["ankle"] + 12 * down - 10 * toward
        place["foot_index"] = place["ankle"] + 15 * down + 45 * toward
        arm = -thigh
        place["elbow"] = place["shoulder"] + 80 * np.stack([np.sin(arm), np.cos(arm)], 1)
        place["wrist"] = place["elbow"] + 70 * np.stack([np.sin(arm + 1.2), np.cos(arm + 1.2)], 1)
        for part in ("pinky", "index", "thumb"):
            place[part] = place["wrist"] + 15.0
        head = shoulder_middle + np.array([20.0, -60.0])
        for part in ("eye_inner", "eye", "eye_outer", "ear", "mouth"):
            place[part] = head + across
        points[:, 0] = head + np.array([15.0, 5.0])
        for part, where in place.items():
            points[:, PAIRS[part][side]] = where
    return points


def seen_by(
    truth: np.ndarray, names: tuple[str, ...] = BEST, *, fps: float = 60.0, noise_px: float = 1.0, seed: int = 0
) -> Looks:
    """Looks of one person with white noise; MoveNet's know the COCO points alone."""
    return of_people([truth], names, fps=fps, noise_px=noise_px, seed=seed)


def of_people(
    truths: list[np.ndarray], names: tuple[str, ...] = BEST, *, fps: float = 60.0, noise_px: float = 1.0, seed: int = 0
) -> Looks:
    """Looks of several people; somebody who is NaN is not there."""
    rng = np.random.default_rng(seed)
    n, many = len(truths[0]), len(names)
    position = np.full((n, many, len(truths), 33, 2), np.nan)
    for j, name in enumerate(names):
        known = list(COCO_TO_BLAZEPOSE) if name.startswith("movenet") else list(range(33))
        for p, truth in enumerate(truths):
            position[:, j, p, known] = truth[:, known] + rng.normal(0, noise_px, (n, len(known), 2))
    score = np.where(np.isfinite(position[..., 0]), 0.9, np.nan)
    world = np.full((*position.shape[:-1], 3), np.nan)
    return Looks(np.arange(n) / fps, names, position, score, world, SIZE, "file", ())


def exchange_legs(looks: Looks, frames: slice, look: int) -> Looks:
    """One look names the legs the wrong way round in some frames."""
    position = looks.position_px.copy()
    for part in ("knee", "ankle", "heel", "foot_index"):
        left, right = PAIRS[part]
        position[frames, look][..., [left, right], :] = position[frames, look][..., [right, left], :]
    return with_points(looks, position)


def with_points(looks: Looks, position: np.ndarray) -> Looks:
    """The same looks with other points."""
    score = np.where(np.isfinite(position[..., 0]), 0.9, np.nan)
    return Looks(looks.time_s, looks.names, position, score, looks.world_m, looks.size_px, looks.engine, looks.models)


def mirrored(looks: Looks) -> Looks:
    """What the networks say of the mirrored clip: every look's points mirrored, plain and mirror looks exchanged."""
    position = mirror_points(looks.position_px, looks.size_px[0])
    order = [
        looks.names.index(n.removesuffix("_mirror") if n.endswith("_mirror") else f"{n}_mirror") for n in looks.names
    ]
    return with_points(looks, position[:, order])
