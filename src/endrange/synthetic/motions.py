"""Motions of the synthetic body, each told in words and solvable by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import OTHER_SIDE, Side
from endrange.synthetic.body import Leg, Posture, Segments, joint_centres, plant

#: Mean stride of 43 runners at 2.5 m/s, 0, 10 ... 90 % of the stride from contact: hip flexion, hip internal
#: rotation, knee flexion, ankle dorsiflexion in degrees (science brief, section 3.1; BMC-RIC running data, CC BY 4.0).
STRIDE_DEG: Final = np.array([
    [22.9, 23.5, 14.3, -2.7, -13.1, -9.9, 2.3, 22.9, 35.0, 29.7],
    [7.2, 9.1, 7.3, 5.0, -0.8, -1.9, -4.3, 0.8, 4.3, 8.3],
    [11.1, 35.2, 38.0, 21.5, 14.5, 39.4, 74.9, 90.9, 70.5, 25.2],
    [5.7, 11.5, 22.1, 11.3, -11.3, -14.5, -7.7, 1.6, 7.0, 7.2],
])  # fmt: skip

#: Share of the stride on the ground at 2.5 m/s (science brief, section 3.1: toe-off at about 39 %).
CONTACT_SHARE: Final = 0.39

GRAVITY_M_S2: Final = 9.81


def frame_times(seconds: float, fps: float) -> Floats:
    """Times of the frames of a clip, from 0."""
    return np.arange(round(seconds * fps)) / fps


def standing(time_s: Floats, segments: Segments | None = None) -> Posture:
    """Upright, every angle zero, arms hanging, soles on the ground."""
    body = segments or Segments()
    n, still = len(time_s), np.zeros(len(time_s))
    height = body.thigh_m + body.shank_m + body.ankle_height_m
    return Posture(
        time_s, _straight_leg(n), _straight_leg(n), still, still, still, still,
        (still, still), (still + 10.0, still + 10.0), np.tile([0.0, height, 0.0], (n, 1)),
    )  # fmt: skip


def running(
    time_s: Floats,
    *,
    stride_s: float = 0.72,
    trunk_lean_deg: float = 5.0,
    trunk_turn_deg: float = 8.0,
    segments: Segments | None = None,
) -> Posture:
    """Running on the spot, as on a treadmill: the published mean stride, left leg half a stride after the right.

    The right foot touches down at time 0. The pelvis neither tilts nor drops; the shoulders turn against the legs by
    ``trunk_turn_deg``. In stance the lower point of the foot is on the ground; in flight the body falls freely.
    """
    body = segments or Segments()
    phase = time_s / stride_s
    left, right = _stride_leg(phase + 0.5), _stride_leg(phase)
    swing = np.sin(2 * np.pi * phase)
    base = standing(time_s, body)
    posture = replace(
        base,
        left=left,
        right=right,
        trunk_lean_deg=base.trunk_lean_deg + trunk_lean_deg,
        trunk_rotation_deg=-trunk_turn_deg * swing,
        shoulder_flexion_deg=(30.0 * swing - 10.0, -30.0 * swing - 10.0),
        elbow_flexion_deg=(base.trunk_lean_deg + 90.0, base.trunk_lean_deg + 90.0),
    )
    return _on_the_ground(body, posture, phase, stride_s)


def hip_circle(
    time_s: Floats,
    side: Side = "right",
    *,
    repetition_s: float = 4.0,
    flexion_deg: float = 80.0,
    abduction_deg: float = 40.0,
    extension_deg: float = 20.0,
    segments: Segments | None = None,
) -> Posture:
    """Standing on the other leg, the hip goes from flexion out to the side and back into extension, and round again.

    Extension swings between ``-flexion_deg`` and ``extension_deg``, abduction between 0 and ``abduction_deg`` a
    quarter of a circle later; knee between 60 (leg behind) and 90 degrees.
    """
    turn = 2 * np.pi * time_s / repetition_s
    middle, half = (extension_deg - flexion_deg) / 2, (extension_deg + flexion_deg) / 2
    moving = Leg(
        middle - half * np.cos(turn),
        abduction_deg * (1 - np.cos(turn - np.pi / 2)) / 2,
        20.0 * np.sin(turn),
        75.0 + 15.0 * np.cos(turn),
        np.zeros(len(time_s)),
    )
    return _moving(standing(time_s, segments), side, moving)


def knee_to_wall(
    time_s: Floats,
    side: Side = "right",
    *,
    repetition_s: float = 3.0,
    top_deg: float = 40.0,
    segments: Segments | None = None,
) -> Posture:
    """A lunge with the sole flat: the shank leans from 0 to ``top_deg`` and back; the other foot stays beside."""
    body = segments or Segments()
    lean = top_deg * (1 - np.cos(2 * np.pi * time_s / repetition_s)) / 2
    flexed = 0.8 * lean
    posture = _moving(standing(time_s, body), side, Leg(-flexed, 0 * lean, 0 * lean, lean + flexed, lean))
    posture = plant(body, posture, side)
    hips = posture.hips_m[:, :2]
    ankle = hips[0] + np.array([0.0, -body.thigh_m - body.shank_m])
    return _moving(posture, OTHER_SIDE[side], _reaching(body, ankle - hips))


def hold(
    time_s: Floats,
    side: Side = "right",
    *,
    extension_deg: float = 18.0,
    knee_deg: float = 80.0,
    rise_s: float = 1.0,
    segments: Segments | None = None,
) -> Posture:
    """Standing, the thigh goes back within ``rise_s`` and stays at ``extension_deg`` with the knee bent."""
    part = np.clip(time_s / rise_s, 0.0, 1.0)
    part = part * part * (3 - 2 * part)
    still = np.zeros(len(time_s))
    return _moving(standing(time_s, segments), side, Leg(extension_deg * part, still, still, knee_deg * part, still))


def seated_rotation(
    time_s: Floats,
    side: Side = "right",
    *,
    repetition_s: float = 4.0,
    internal_deg: float = 35.0,
    external_deg: float = 30.0,
    segments: Segments | None = None,
) -> Posture:
    """Seated, hips and knees at 90 degrees; one hip turns from external rotation to internal rotation and back."""
    n, still = len(time_s), np.zeros(len(time_s))
    middle, half = (internal_deg - external_deg) / 2, (internal_deg + external_deg) / 2
    rotation = middle - half * np.cos(2 * np.pi * time_s / repetition_s)
    seated = Leg(still - 90.0, still, still, still + 90.0, still)
    base = standing(time_s, segments)
    body = segments or Segments()
    base = replace(base, hips_m=np.tile([0.0, body.shank_m + body.ankle_height_m + 0.05, 0.0], (n, 1)))
    posture = _moving(base, OTHER_SIDE[side], seated)
    return _moving(posture, side, replace(seated, hip_internal_rotation_deg=rotation))


def _straight_leg(n: int) -> Leg:
    return Leg(*(np.zeros(n) for _ in range(5)))


def _reaching(segments: Segments, reach_m: Floats) -> Leg:
    """A leg in the sagittal plane, ankle at ``reach_m`` (n, 2; forward, up) from the hip, sole level, knee forward."""
    a, b = segments.thigh_m, segments.shank_m
    far = np.minimum(np.linalg.norm(reach_m, axis=1), a + b)
    knee = np.pi - np.arccos(np.clip((a * a + b * b - far * far) / (2 * a * b), -1.0, 1.0))
    ahead = np.arctan2(reach_m[:, 0], -reach_m[:, 1]) + np.arcsin(np.clip(b * np.sin(knee) / far, -1.0, 1.0))
    extension, flexion, still = -np.degrees(ahead), np.degrees(knee), np.zeros(len(far))
    return Leg(extension, still, still, flexion, extension + flexion)


def _moving(posture: Posture, side: Side, leg: Leg) -> Posture:
    return replace(posture, left=leg) if side == "left" else replace(posture, right=leg)


def _stride_leg(phase: Floats) -> Leg:
    hip, rotation, knee, ankle = (_periodic(values, phase) for values in STRIDE_DEG)
    return Leg(-hip, np.zeros(len(phase)), rotation, knee, ankle)


def _periodic(values: Floats, phase: Floats) -> Floats:
    """Trigonometric interpolation of one period given at equal steps; ``phase`` in periods."""
    n = len(values)
    spectrum = np.fft.rfft(values) / n
    spectrum[1:] *= 2.0
    spectrum[-1] = spectrum[-1] / 2.0 if n % 2 == 0 else spectrum[-1]
    order = np.arange(len(spectrum))
    turn = np.exp(2j * np.pi * np.outer(phase, order))
    return np.asarray((turn * spectrum).real.sum(axis=1))


def _on_the_ground(segments: Segments, posture: Posture, phase: Floats, stride_s: float) -> Posture:
    """Raise or lower the hips so that the stance foot is on the ground; between two stances the body flies."""
    feet = joint_centres(segments, posture)[
        :, [point(s, p) for s in ("left", "right") for p in ("heel", "foot_index")], 1
    ]
    lowest = np.stack([feet[:, :2].min(1), feet[:, 2:].min(1)], 1)
    step = (np.stack([phase + 0.5, phase], 1)) % 1.0
    stance = step < CONTACT_SHARE
    height = np.where(stance.any(1), -np.where(stance, lowest, np.inf).min(1), np.nan)
    known = np.flatnonzero(np.isfinite(height))
    rise = np.interp(np.arange(len(height)), known, height[known])
    since = np.where(stance.any(1), 0.0, ((phase % 0.5) - CONTACT_SHARE) * stride_s)
    flight = (0.5 - CONTACT_SHARE) * stride_s
    rise = np.maximum(rise + GRAVITY_M_S2 / 2 * since * (flight - since), -lowest.min(1))
    return replace(posture, hips_m=posture.hips_m + np.stack([0 * rise, rise, 0 * rise], 1))
