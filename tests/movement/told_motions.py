"""Motions told in words that several tests film: walking, a hip circle on all fours, an upper back that turns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from endrange.domain.looks import Floats
from endrange.synthetic.body import Leg, Posture, Segments
from endrange.synthetic.motions import seated_rotation, standing

#: Of a walker: time of a stride, and the share of it that a foot is on the ground.
STRIDE_S = 1.1
STANCE = 0.62


def a_leg(t: Floats, extension=0.0, abduction=0.0, rotation=0.0, knee=0.0, ankle=0.0) -> Leg:  # type: ignore[no-untyped-def]
    return Leg(*(np.zeros(len(t)) + v for v in (extension, abduction, rotation, knee, ankle)))


def walking_leg(phase: Floats, height_m: Floats) -> Leg:
    """The toe goes back evenly on the ground for 62 % of the stride and swings forward again; the heel lifts before.

    ``height_m`` is that of the hips over the ground; hip and knee are what reaches the ankle.
    """
    body, p = Segments(), phase % 1.0
    swing = np.clip((p - STANCE) / (1 - STANCE), 0, 1)
    toe_x = np.where(p < STANCE, 0.36 - 0.66 * p / STANCE, 0.03 - 0.33 * np.cos(np.pi * swing))
    toe_y = 0.06 * np.sin(np.pi * swing) ** 2
    tipped = -55 * np.exp(-(((p - STANCE) / 0.10) ** 2))  # pitch of the foot, toes up positive
    turn = np.radians(tipped)
    back, up = -body.toe_m, body.ankle_height_m
    x = toe_x + back * np.cos(turn) - up * np.sin(turn)
    y = height_m - (toe_y + back * np.sin(turn) + up * np.cos(turn))
    reach = np.minimum(np.hypot(x, y), body.thigh_m + body.shank_m - 1e-3)
    cosine = (reach**2 - body.thigh_m**2 - body.shank_m**2) / (2 * body.thigh_m * body.shank_m)
    knee = np.arccos(cosine)
    thigh = np.arctan2(x, y) + np.arcsin(body.shank_m * np.sin(knee) / reach)
    lean = np.degrees(knee - thigh)
    zero = np.zeros(len(p))
    return Leg(-np.degrees(thigh), zero, zero, np.degrees(knee), tipped + lean)


def walking(time_s: Floats) -> Posture:
    """On a treadmill; the hips are lowest just after each contact and highest over the standing leg."""
    phase = time_s / STRIDE_S
    height = 0.895 - 0.018 * np.cos(4 * np.pi * (phase - 0.05))
    posture = replace(standing(time_s), right=walking_leg(phase, height), left=walking_leg(phase + 0.5, height))
    return replace(posture, hips_m=np.stack([0 * height, height, 0 * height], 1))


def on_all_fours(time_s: Floats, repetition_s: float = 6.0) -> Posture:
    """The right hip circles: knee to the chest, out to the side, behind, and back under the hip."""
    part, still = (time_s / repetition_s) % 1, np.zeros(len(time_s))
    knots = [0, 0.25, 0.5, 0.75, 1]
    moving = a_leg(
        time_s, np.interp(part, knots, [-90, -110, -70, -5, -90]), np.interp(part, knots, [0, 20, 45, 20, 0]), knee=90
    )
    return replace(
        standing(time_s), right=moving, left=a_leg(time_s, -90, knee=90), pelvic_tilt_deg=still + 90,
        trunk_lean_deg=still + 88, hips_m=np.tile([0.0, 0.48, 0.0], (len(time_s), 1)),
        shoulder_flexion_deg=(still + 90, still + 90),
    )  # fmt: skip


def turning_upper_back(time_s: Floats, most_deg: float = 45.0, repetition_s: float = 6.0) -> Posture:
    """Seated, the shoulders turn to the left, to the right and back."""
    turn = most_deg * np.sin(2 * np.pi * time_s / repetition_s)
    return replace(seated_rotation(time_s, internal_deg=0, external_deg=0), trunk_rotation_deg=turn)
