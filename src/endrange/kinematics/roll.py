"""The camera's roll, from what is known to be level and from what the points of a body say about gravity.

One person's points tell little: a treadmill runner's feet do not follow the deck to better than 3 degrees (markers of
real runners), a trunk leans as it likes. From the front both sides of the body are alike, and who walks across the
picture walks on the ground. Where nothing tells, the roll is taken as zero with the error of a camera set up by eye.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from endrange.domain.body import Body, Span
from endrange.domain.level import Level
from endrange.domain.looks import Floats
from endrange.domain.vocabulary import SIDES, Plane
from endrange.kinematics.geometry import from_up_deg, length_px, nan_mean, nan_median
from endrange.kinematics.segments import Segments

#: Roll of a camera of which nothing is known: phones on a stand or leant against something are off by up to 4 degrees
#: either way (proposal; the standard deviation of an even spread over that is 4 / sqrt(3)).
PRIOR_SD_DEG: Final = 2.3

#: How level trunk and shoulders are in the mean over a clip from front or back (rendered people: 0.8 and 1.1; real
#: shoulders hang less evenly).
TRUNK_SD_DEG: Final = 1.5
SHOULDERS_SD_DEG: Final = 1.5

#: Trunk or shoulders farther from upright or level than this are no level: somebody lies, leans or is seen from the end
#: of the trunk (proposal: three times what a camera set up by eye is off).
NO_LEVEL_DEG: Final = 15.0

#: What a turn away from square adds, times its sine: a trunk that leans forward by some degrees is seen to lean
#: sideways (proposal).
TURN_SD_DEG: Final = 6.0

#: Focal length of a phone's main lens, as a share of the picture's longer side, for small corrections of perspective
#: (26 mm equivalent: 0.72; cropped for video: about 0.8).
FOCAL_SHARE: Final = 0.8

#: Speed of a foot that stands, leg lengths a second of film (proposal: a tenth of a slow walk).
STANDING_SPEED: Final = 0.15

#: Scatter of a standing foot's height about the ground, as a share of the leg, and the least spread of such places
#: along the picture that makes a line (proposal).
GROUND_SCATTER: Final = 0.02
LEAST_SPREAD: Final = 0.5

#: Who crosses the picture takes the hips along: they spread by at least this share of what such places must (proposal).
#: A foot that circles or is held stops in the air, beside hips that stay.
HIPS_COME_ALONG: Final = 0.5


#: A camera set up by eye.
BY_EYE: Final = Level(0.0, PRIOR_SD_DEG)


def camera_roll(body: Body, span: Span, plane: Plane, turn: float, level: Level | None = None) -> Level:
    """Roll of the camera during one bout.

    Parameters
    ----------
    plane
        What the camera looks at.
    turn
        Sine of the angle between the view and a square one: from front or back of the turn to the picture's right, from
        the side of the walking direction away from the camera times the sign of the facing.
    level
        What is known from elsewhere, such as the picture's own lines or the phone's gravity sensor; it replaces the
        assumption that the camera was set up by eye.

    Returns
    -------
    Level
        Mean of all cues, weighted by the inverse of their variances.
    """
    seen = Segments(body.position_px[span.start : span.stop])
    cues = [level or BY_EYE]
    if plane in ("front", "back"):
        cues += _from_front(seen, body.size_px, turn, from_front=plane == "front")
    if plane == "sagittal":
        cues += _from_ground(seen, body, span, turn)
    weight = np.array([1.0 / cue.sd_deg**2 for cue in cues])
    mean = float(np.array([cue.roll_deg for cue in cues]) @ weight / weight.sum())
    return Level(mean, float(1.0 / np.sqrt(weight.sum())))


def _from_front(seen: Segments, size_px: tuple[int, int], turn: float, *, from_front: bool) -> Iterator[Level]:
    """Trunk upright and shoulders level, in the mean over the bout; nothing where they are not nearly so."""
    lean = from_up_deg(seen.trunk(), 1.0)
    if abs(nan_median(lean)) < NO_LEVEL_DEG:
        yield Level(nan_mean(lean), _unsure(TRUNK_SD_DEG, lean, turn))
    rightward = -1.0 if from_front else 1.0
    line = rightward * seen.across("shoulder")
    tilt = np.degrees(np.arctan2(line[:, 1], line[:, 0]))
    if abs(nan_median(tilt)) < NO_LEVEL_DEG:
        # A level line that recedes rises or falls towards the horizon, which is taken at the picture's middle.
        height = nan_mean(seen.middle("shoulder")[:, 1]) - size_px[1] / 2
        recedes = rightward * height / (FOCAL_SHARE * max(size_px)) * turn / np.sqrt(max(1.0 - turn**2, 0.25))
        yield Level(nan_mean(tilt) - float(np.degrees(np.arctan(recedes))), _unsure(SHOULDERS_SD_DEG, tilt, turn))


def _unsure(sd_deg: float, tilt_deg: Floats, turn: float) -> float:
    """Error of a mean tilt as a roll: who leans about (half the spread), or is turned, is no level (proposal)."""
    known = tilt_deg[np.isfinite(tilt_deg)]
    return float(np.sqrt(sd_deg**2 + np.var(known) / 4 + (TURN_SD_DEG * turn) ** 2))


def _from_ground(seen: Segments, body: Body, span: Span, turn: float) -> Iterator[Level]:
    """The line of the places where the feet of somebody who crosses the picture stood."""
    leg = seen.leg_px()
    hips = seen.middle("hip")[:, 0]
    if not np.std(hips[np.isfinite(hips)]) > HIPS_COME_ALONG * LEAST_SPREAD * leg:
        return
    x, y = _standing_places(seen, body.time_s[span.start : span.stop], leg)
    if len(x) < 3 or not np.std(x) > LEAST_SPREAD * leg:
        return
    slope = float(np.polyfit(x - x.mean(), y, 1)[0])
    depth = (y.mean() - body.size_px[1] / 2) / (FOCAL_SHARE * max(body.size_px))
    recedes = depth * turn / np.sqrt(max(1.0 - turn**2, 0.25))
    scatter = np.degrees(GROUND_SCATTER * leg / np.std(x) / np.sqrt(len(x)))
    # Yaw is known to about 5 degrees, the horizon to a few more.
    unsure = abs(depth) * 5.0 + abs(np.degrees(np.arctan(recedes))) * 0.3
    yield Level(float(np.degrees(np.arctan(slope + recedes))), float(np.hypot(scatter, unsure)))


def _standing_places(seen: Segments, time_s: Floats, leg_px: float) -> tuple[Floats, Floats]:
    """Mean place of every stretch in which a foot stands; both feet are brought to one ground line by their medians."""
    xs, ys = [], []
    for side in SIDES:
        foot = (seen.at(side, "heel") + seen.at(side, "foot_index")) / 2
        if len(foot) < 3:
            continue
        speed = length_px(np.gradient(foot, time_s, axis=0)) / leg_px
        with np.errstate(invalid="ignore"):
            stands = speed < STANDING_SPEED
        edges = np.flatnonzero(np.diff(np.r_[False, stands, False].astype(int)))
        places = [foot[a:b].mean(axis=0) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 3]
        if places:
            place = np.array(places)
            xs.append(place[:, 0])
            ys.append(place[:, 1])
    if not xs:
        return np.zeros(0), np.zeros(0)
    return np.concatenate(xs), np.concatenate([y - np.median(y) for y in ys]) + np.median(np.concatenate(ys))
