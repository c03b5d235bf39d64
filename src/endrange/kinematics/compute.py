"""Every angle of the vocabulary from one trusted body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from endrange.domain.angles import Angles, Bout
from endrange.domain.body import Body
from endrange.domain.level import Level
from endrange.domain.looks import Floats, is_mirrored, network_of
from endrange.domain.vocabulary import ANGLE_KEYS, ANGLES, SIDES, AngleKey, MovementName, Side
from endrange.kinematics.camera import find_bouts, main_view, sideways_turn
from endrange.kinematics.circle import (
    LEVEL_FROM_THE_SIDE,
    THIGH_PER_DISTANCE,
    circled,
    front_abduction,
    lies_level,
    side_circle,
)  # fmt: skip
from endrange.kinematics.contradiction import hardly_told
from endrange.kinematics.errors import frame_errors
from endrange.kinematics.foot import NEVER_FLAT, dorsiflexion, flat_zero, sole_pitch
from endrange.kinematics.hips import WALKS
from endrange.kinematics.joints import sagittal_angles
from endrange.kinematics.neutral import Neutral
from endrange.kinematics.oblique import in_plane
from endrange.kinematics.pelvis import frontal_angles, trunk_rotation
from endrange.kinematics.refusal import no_trunk, other_leg, why_not
from endrange.kinematics.rotation import frame_sd_deg, internal_rotation, unseen_tilt_sd_deg
from endrange.kinematics.segments import Segments

#: Of what perspective makes of an angle, the standard deviation of what is left of it: the networks take all of it off
#: on some rendered people and half on others (proposal: all of it is within 95 %).
HALF: Final = 0.5


@dataclass(frozen=True)
class _Seen:
    """Angles of one bout, which zero they have, further errors of single frames, and why some are missing."""

    value_deg: dict[AngleKey, Floats]
    zero: dict[AngleKey, str] = field(default_factory=dict)
    extra_sd_deg: dict[AngleKey, Floats] = field(default_factory=dict)
    pose_sd_deg: dict[AngleKey, Floats] = field(default_factory=dict)
    missing: dict[AngleKey, str] = field(default_factory=dict)


def compute_angles(
    body: Body,
    *,
    movement: MovementName = "unknown",
    side: Side | None = None,
    neutral: Neutral | None = None,
    life_per_film: float = 1.0,
    level: Level | None = None,
    edge_share: float | None = None,
) -> Angles:
    """Angles of both sides from exactly ``body.position_px``.

    Parameters
    ----------
    movement
        What was done, where it is known; decides what may be assumed (a planted foot, a circle).
    side
        The side that moves.
    neutral
        The person's own standing; its offsets are taken off where they are known.
    life_per_film
        Seconds of life in one of film: 1 at normal speed.
    level
        The camera's roll as it is known from elsewhere (the picture's own lines, a gravity sensor).
    edge_share
        How blurred the person is in the picture, where that is known.

    Returns
    -------
    Angles
        Degrees, signs and zeros as in the vocabulary. An angle is NaN where a point is lost, and throughout, with the
        reason in ``refused``, where no bout's view shows it.
    """
    bouts = find_bouts(body, walks=movement in WALKS, level=level)
    value: dict[AngleKey, Floats] = {key: np.full(body.n_frames, np.nan) for key in ANGLE_KEYS}
    extra: dict[AngleKey, Floats] = {}
    of_pose: dict[AngleKey, Floats] = {}
    zero: dict[AngleKey, str] = dict.fromkeys(ANGLE_KEYS, "anatomical")
    shown: set[AngleKey] = set()
    missing: dict[AngleKey, str] = {}
    unsure = {side: hardly_told(body, side) for side in (None, *SIDES)}
    for bout in bouts:
        frames = slice(bout.span.start, bout.span.stop)
        seen = _bout_angles(body, bout, movement, side, life_per_film)
        missing |= seen.missing
        for key, values in seen.value_deg.items():
            if why_not(key, bout.view, movement) is None and unsure[key.side] is None:
                value[key][frames] = values
                zero[key] = seen.zero.get(key, zero[key])
                shown.add(key)
        for kept, more in ((extra, seen.extra_sd_deg), (of_pose, seen.pose_sd_deg)):
            for key, values in more.items():
                kept.setdefault(key, np.zeros(body.n_frames))[frames] = np.nan_to_num(values)
    view = main_view(bouts)
    refused = {
        key: no_trunk(key, body, view)
        or why_not(key, view, movement)
        or unsure[key.side]
        or missing.get(key)
        or other_leg(key, movement)
        or f"It was not in view: {ANGLES[key.angle].refilm}."
        for key in ANGLE_KEYS
        if key not in shown
    }
    if neutral is not None:
        value, zero = neutral.taken_off(value, zero)
    sd, bias_sd = frame_errors(value, _together(extra, of_pose), body, bouts, movement, side, edge_share)
    if neutral is not None:
        sd, bias_sd = neutral.carried(sd, bias_sd)
    return Angles(body.time_s, value, sd, bias_sd, zero, refused, view, bouts, edge_share, of_pose)


def _together(*sd_deg: Mapping[AngleKey, Floats]) -> dict[AngleKey, Floats]:
    """Independent standard deviations of single frames in one."""
    together: dict[AngleKey, Floats] = {}
    for part in sd_deg:
        for key, values in part.items():
            together[key] = np.hypot(together.get(key, 0.0), values)
    return together


def _bout_angles(body: Body, bout: Bout, movement: MovementName, side: Side | None, life_per_film: float) -> _Seen:
    frames = slice(bout.span.start, bout.span.stop)
    view = bout.view
    seen = Segments.of(body.position_px[frames], view.roll_deg or 0.0)
    if view.plane == "sagittal":
        forward = 1.0 if view.facing == "right" else -1.0
        found = sagittal_angles(in_plane(seen, view, forward, movement), forward)
        near = view.near_side
        perspective: dict[AngleKey, Floats] = {}
        missing: dict[AngleKey, str] = {}
        if movement == "hip_car" and near is not None and side in (None, near):
            abduction = AngleKey("hip_abduction", near)
            circle = side_circle(seen, near, forward, view.yaw_deg or 0.0)
            found = circled(found, seen, near, circle, forward)
            perspective[abduction] = HALF * circle.perspective_deg
            if lies_level(seen):
                missing[abduction] = LEVEL_FROM_THE_SIDE
                del found[abduction]
        with_feet = _with_feet(found, seen, body.time_s[frames], movement, side, life_per_film)
        return replace(with_feet, pose_sd_deg=perspective, missing=with_feet.missing | missing)
    if view.plane in ("front", "back"):
        return _frontal(body, bout, seen, movement)
    return _Seen({})


def _frontal(body: Body, bout: Bout, seen: Segments, movement: MovementName) -> _Seen:
    """Everything seen from front or back."""
    world = body.world_m[bout.span.start : bout.span.stop]
    from_front = bout.view.plane == "front"
    found = frontal_angles(seen, from_front=from_front)
    turn = sideways_turn(body, bout.span)
    abduction, undone = (
        front_abduction(seen, world, turn, from_front=from_front, hangs=movement not in WALKS, nearer=nearer)
        for nearer in (0.0, THIGH_PER_DISTANCE)
    )
    found |= abduction
    found[AngleKey("trunk_rotation", None)] = trunk_rotation(seen, world, one_sided=not _mirrored_too(body.looks))
    extra: dict[AngleKey, Floats] = {}
    of_pose: dict[AngleKey, Floats] = {key: HALF * np.abs(undone[key] - value) for key, value in abduction.items()}
    if from_front:
        found |= internal_rotation(seen, movement)
        for side in SIDES:
            rotation = AngleKey("hip_internal_rotation", side)
            extra[rotation] = frame_sd_deg(seen, movement, side)
            of_pose[rotation] = unseen_tilt_sd_deg(seen, movement, side)
    return _Seen(found, extra_sd_deg=extra, pose_sd_deg=of_pose)


def _mirrored_too(looks: tuple[str, ...]) -> bool:
    """Whether every network that gives world points also saw the mirror image."""
    given = [look for look in looks if network_of(look) != "movenet"]
    return all((look.removesuffix("_mirror") if is_mirrored(look) else f"{look}_mirror") in looks for look in given)


def _with_feet(
    found: dict[AngleKey, Floats],
    seen: Segments,
    time_s: Floats,
    movement: MovementName,
    moving: Side | None,
    life_per_film: float,
) -> _Seen:
    """Give foot and ankle the zero of the flat sole."""
    zeros: dict[AngleKey, str] = {}
    missing: dict[AngleKey, str] = {}
    for side in SIDES:
        keys = AngleKey("foot_pitch", side), AngleKey("ankle_dorsiflexion", side)
        zero = flat_zero(seen, side, found[keys[0]], time_s, movement, life_per_film, moving)
        if movement == "hip_car" and (not zero.found or side == moving):
            missing |= dict.fromkeys(keys, NEVER_FLAT)
            found = {key: values for key, values in found.items() if key not in keys}
            continue
        pitch = sole_pitch(found[keys[0]], zero)
        found |= {keys[0]: pitch, keys[1]: dorsiflexion(found[AngleKey("shank_lean", side)], pitch, zero, movement)}
        if zero.found:
            zeros |= dict.fromkeys(keys, "flat foot")
    return _Seen(found, zeros, missing=missing)
