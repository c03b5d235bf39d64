"""A body of rigid segments: joint angles in, joint centres out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from endrange.domain.looks import Floats
from endrange.domain.skeleton import KEYPOINTS, N_KEYPOINTS, point
from endrange.domain.vocabulary import SIDES, Side


@dataclass(frozen=True)
class Segments:
    """Lengths of a body.

    The defaults are those of :meth:`of_stature` at 1.75 m.
    """

    trunk_m: float = 0.504
    shoulder_width_m: float = 0.35
    hip_width_m: float = 0.18
    thigh_m: float = 0.429
    shank_m: float = 0.431
    ankle_height_m: float = 0.068
    heel_m: float = 0.06
    toe_m: float = 0.16
    upper_arm_m: float = 0.326
    forearm_m: float = 0.256
    neck_m: float = 0.23

    @staticmethod
    def of_stature(stature_m: float) -> Segments:
        """A body of ordinary proportions.

        Shares of stature as in Drillis & Contini (1966), quoted by Winter (2009), figure 4.1; distance of the
        shoulder and of the hip joint centres, and what of the foot lies before and behind the ankle: proposal.
        """
        share = (0.288, 0.2, 0.103, 0.245, 0.246, 0.039, 0.034, 0.091, 0.186, 0.146, 0.13)
        return Segments(*(round(v * stature_m, 4) for v in share))


@dataclass(frozen=True)
class Leg:
    """Joint angles of one leg, each (n,) degrees, signs as in the vocabulary.

    The hip is turned in the pelvis by flexion, then adduction, then rotation (ISB order: Wu et al. 2002).
    """

    hip_extension_pelvis_deg: Floats
    hip_abduction_deg: Floats
    hip_internal_rotation_deg: Floats
    knee_flexion_deg: Floats
    ankle_dorsiflexion_deg: Floats


@dataclass(frozen=True)
class Posture:
    """The body through a clip, every value (n,) degrees.

    Attributes
    ----------
    pelvic_tilt_deg
        Anterior positive.
    pelvic_drop_deg
        Left side low positive.
    trunk_lean_deg, trunk_rotation_deg
        Of the line from mid-hips to mid-shoulders against gravity, forward; of the shoulders against the room, to
        the left.
    shoulder_flexion_deg, elbow_flexion_deg
        Of the left and the right arm, against the trunk.
    hips_m
        (n, 3) middle of the hips; x forward, y up, z to the right.
    """

    time_s: Floats
    left: Leg
    right: Leg
    pelvic_tilt_deg: Floats
    pelvic_drop_deg: Floats
    trunk_lean_deg: Floats
    trunk_rotation_deg: Floats
    shoulder_flexion_deg: tuple[Floats, Floats]
    elbow_flexion_deg: tuple[Floats, Floats]
    hips_m: Floats

    def leg(self, side: Side) -> Leg:
        """The leg of that side."""
        return self.left if side == "left" else self.right


def joint_centres(segments: Segments, posture: Posture) -> Floats:
    """Where every named point of the body is.

    Returns
    -------
    (n, 33, 3) metres; x forward, y up, z to the person's right. The sole lies flat on the ground when the shank is
    upright and dorsiflexion is zero; heel and toe are points of the sole.
    """
    n = len(posture.time_s)
    out = np.full((n, N_KEYPOINTS, 3), np.nan)
    pelvis = _about_z(-posture.pelvic_tilt_deg) @ _about_x(-posture.pelvic_drop_deg)
    for side in SIDES:
        _place_leg(out, segments, posture, side, pelvis)
    _place_trunk(out, segments, posture)
    return out


def plant(segments: Segments, posture: Posture, side: Side) -> Posture:
    """The same posture moved so that one heel stays on one spot of the ground under the body's start."""
    heel = joint_centres(segments, posture)[:, point(side, "heel")]
    spot = np.array([heel[0, 0], 0.0, heel[0, 2]])
    return replace(posture, hips_m=posture.hips_m + spot - heel)


def _place_leg(out: Floats, segments: Segments, posture: Posture, side: Side, pelvis: Floats) -> None:
    outward = 1.0 if side == "right" else -1.0
    leg = posture.leg(side)
    thigh = (
        pelvis
        @ _about_z(-leg.hip_extension_pelvis_deg)
        @ _about_x(-outward * leg.hip_abduction_deg)
        @ _about_y(outward * leg.hip_internal_rotation_deg)
    )
    shank = thigh @ _about_z(-leg.knee_flexion_deg)
    foot = shank @ _about_z(leg.ankle_dorsiflexion_deg)
    hip = posture.hips_m + pelvis @ np.array([0.0, 0.0, outward * segments.hip_width_m / 2])
    knee = hip + thigh @ np.array([0.0, -segments.thigh_m, 0.0])
    ankle = knee + shank @ np.array([0.0, -segments.shank_m, 0.0])
    out[:, point(side, "hip")], out[:, point(side, "knee")], out[:, point(side, "ankle")] = hip, knee, ankle
    out[:, point(side, "heel")] = ankle + foot @ np.array([-segments.heel_m, -segments.ankle_height_m, 0.0])
    out[:, point(side, "foot_index")] = ankle + foot @ np.array([segments.toe_m, -segments.ankle_height_m, 0.0])


#: Points of the head from the middle of the shoulders, as shares of the neck's length: forward, up, to the right
#: (proposal).
_HEAD = {
    "nose": (0.45, 1.0, 0.0),
    "eye_inner": (0.4, 1.15, 0.08), "eye": (0.38, 1.15, 0.14), "eye_outer": (0.34, 1.15, 0.2),
    "ear": (0.0, 1.05, 0.33), "mouth": (0.38, 0.82, 0.1),
}  # fmt: skip

#: Points of the hand from the wrist, metres along the forearm, forward and outward (proposal).
_HAND = {"pinky": (0.09, -0.02, 0.02), "index": (0.1, 0.02, 0.0), "thumb": (0.05, 0.04, -0.01)}


def _place_trunk(out: Floats, segments: Segments, posture: Posture) -> None:
    trunk = _about_y(posture.trunk_rotation_deg) @ _about_z(-posture.trunk_lean_deg)
    neck = posture.hips_m + _about_z(-posture.trunk_lean_deg) @ np.array([0.0, segments.trunk_m, 0.0])
    head = _about_z(-posture.trunk_lean_deg)
    for i, side in enumerate(SIDES):
        outward = 1.0 if side == "right" else -1.0
        arm = trunk @ _about_z(posture.shoulder_flexion_deg[i])
        forearm = arm @ _about_z(posture.elbow_flexion_deg[i])
        shoulder = neck + trunk @ np.array([0.0, 0.0, outward * segments.shoulder_width_m / 2])
        elbow = shoulder + arm @ np.array([0.0, -segments.upper_arm_m, 0.0])
        wrist = elbow + forearm @ np.array([0.0, -segments.forearm_m, 0.0])
        out[:, point(side, "shoulder")], out[:, point(side, "elbow")] = shoulder, elbow
        out[:, point(side, "wrist")] = wrist
        for part, (along, ahead, away) in _HAND.items():
            out[:, point(side, part)] = wrist + forearm @ np.array([ahead, -along, outward * away])
        for part, (ahead, up, away) in _HEAD.items():
            if part != "nose":
                reach = segments.neck_m * np.array([ahead, up, outward * away])
                out[:, point(side, part)] = neck + head @ reach
    out[:, KEYPOINTS.index("nose")] = neck + head @ (segments.neck_m * np.array(_HEAD["nose"]))


def _about_z(angle_deg: Floats) -> Floats:
    """(n, 3, 3) turns from forward (x) to up (y)."""
    c, s, o, i = _parts(angle_deg)
    return np.stack([np.stack([c, -s, o], -1), np.stack([s, c, o], -1), np.stack([o, o, i], -1)], -2)


def _about_x(angle_deg: Floats) -> Floats:
    """(n, 3, 3) turns from up (y) to the right (z)."""
    c, s, o, i = _parts(angle_deg)
    return np.stack([np.stack([i, o, o], -1), np.stack([o, c, -s], -1), np.stack([o, s, c], -1)], -2)


def _about_y(angle_deg: Floats) -> Floats:
    """(n, 3, 3) turns from the right (z) to forward (x), that is to the left."""
    c, s, o, i = _parts(angle_deg)
    return np.stack([np.stack([c, o, s], -1), np.stack([o, i, o], -1), np.stack([-s, o, c], -1)], -2)


def _parts(angle_deg: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    turn = np.radians(np.asarray(angle_deg, float))
    return np.cos(turn), np.sin(turn), np.zeros_like(turn), np.ones_like(turn)
