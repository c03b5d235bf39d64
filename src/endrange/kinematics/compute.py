"""Every angle of the vocabulary from one trusted body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from endrange.domain.angles import Angles, Bout
from endrange.domain.body import Body
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import ANGLE_KEYS, ANGLES, SIDES, AngleKey, MovementName, Side
from endrange.kinematics.camera import find_bouts, main_view
from endrange.kinematics.errors import frame_errors
from endrange.kinematics.foot import PLANTED, dorsiflexion, flat_zero, sole_pitch
from endrange.kinematics.joints import sagittal_angles
from endrange.kinematics.neutral import Neutral
from endrange.kinematics.pelvis import frontal_angles, trunk_rotation
from endrange.kinematics.refusal import why_not
from endrange.kinematics.rotation import internal_rotation
from endrange.kinematics.segments import Segments

_WALKS: tuple[MovementName, ...] = ("running", "walking")


@dataclass(frozen=True)
class _Seen:
    """Angles of one bout and their zeros."""

    value_deg: dict[AngleKey, Floats]
    zero: dict[AngleKey, str]


def compute_angles(
    body: Body,
    *,
    movement: MovementName = "unknown",
    side: Side | None = None,  # noqa: ARG001
    neutral: Neutral | None = None,
    life_per_film: float = 1.0,
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

    Returns
    -------
    Angles
        Degrees, signs and zeros as in the vocabulary. An angle is NaN where a point is lost, and throughout, with the
        reason in ``refused``, where no bout's view shows it.
    """
    bouts = find_bouts(body, walks=movement in _WALKS)
    value: dict[AngleKey, Floats] = {key: np.full(body.n_frames, np.nan) for key in ANGLE_KEYS}
    zero: dict[AngleKey, str] = dict.fromkeys(ANGLE_KEYS, "anatomical")
    shown: set[AngleKey] = set()
    for bout in bouts:
        frames = slice(bout.span.start, bout.span.stop)
        seen = _bout_angles(body, bout, movement, life_per_film)
        for key, values in seen.value_deg.items():
            if why_not(key, bout.view, movement) is None:
                value[key][frames] = values
                zero[key] = seen.zero.get(key, zero[key])
                shown.add(key)
    if neutral is not None:
        value, zero = neutral.taken_off(value, zero)
    view = main_view(bouts)
    refused = {key: why_not(key, view, movement) or ANGLES[key.angle].refilm for key in ANGLE_KEYS if key not in shown}
    sd, bias_sd = frame_errors(value, body, bouts, movement)
    return Angles(body.time_s, value, sd, bias_sd, zero, refused, view, bouts)


def _bout_angles(body: Body, bout: Bout, movement: MovementName, life_per_film: float) -> _Seen:
    frames = slice(bout.span.start, bout.span.stop)
    view = bout.view
    seen = Segments.of(body.position_px[frames], view.roll_deg or 0.0)
    if view.plane == "sagittal":
        found = sagittal_angles(seen, 1.0 if view.facing == "right" else -1.0)
        return _with_feet(found, seen, body.time_s[frames], movement, life_per_film)
    if view.plane in ("front", "back"):
        from_front = view.plane == "front"
        found = frontal_angles(seen, from_front=from_front)
        found[AngleKey("trunk_rotation", None)] = trunk_rotation(body.world_m[frames])
        if from_front:
            found |= internal_rotation(seen)
        return _Seen(found, {})
    return _Seen({}, {})


def _with_feet(
    found: dict[AngleKey, Floats], seen: Segments, time_s: Floats, movement: MovementName, life_per_film: float
) -> _Seen:
    """Give foot and ankle the zero of the flat sole."""
    zeros: dict[AngleKey, str] = {}
    for side in SIDES:
        pitch_key, ankle_key = AngleKey("foot_pitch", side), AngleKey("ankle_dorsiflexion", side)
        zero = flat_zero(seen, side, found[pitch_key], time_s, life_per_film)
        pitch = sole_pitch(found[pitch_key], zero)
        lean = found[AngleKey("shank_lean", side)]
        found |= {pitch_key: pitch, ankle_key: dorsiflexion(lean, pitch, planted=movement in PLANTED and zero.found)}
        if zero.found:
            zeros |= {pitch_key: "flat foot", ankle_key: "flat foot"}
    return _Seen(found, zeros)
