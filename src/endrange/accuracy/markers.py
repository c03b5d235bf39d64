"""Real runners: marker points seen by a virtual camera, measured as if they were a clip.

Without noise this is a test of the geometry from points to angles; with noise like a network's it is a test of the
contacts against the force plate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from endrange.accuracy.rows import ReferenceRow
from endrange.domain.analysis import Analysis
from endrange.domain.clip import Clip
from endrange.domain.errors import ClipUnreadable
from endrange.domain.looks import Floats, Looks
from endrange.domain.measure import Event
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import SIDES, AngleKey, Side
from endrange.pipeline import analyze_looks
from endrange.settings import QUALITY_LOOKS, make_settings
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import look_at, points_of_markers
from endrange.synthetic.noise import PERFECT, Noise
from endrange.synthetic.truth import Truth, angles_from_points, wrap_deg

#: Names of the points in the files, and ours.
PARTS: Final = {"hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel", "toe": "foot_index"}

FPS: Final = 60.0
SECONDS: Final = 20.0
DISTANCE_M: Final = 5.0

#: Noise of a good network on a runner; the same for every run (seeded).
NETWORK: Final = Noise(jitter_share=0.008, exchange_rate=0.02, exchange_longest_s=0.15, blended_frames=1)
SEED: Final = 11

#: A contact found further than this from a true one is another contact, seconds (proposal: a quarter of a stride).
SAME_CONTACT_S: Final = 0.15

ANGLES_COMPARED: Final = ("thigh_extension", "knee_flexion", "shank_lean")


@dataclass(frozen=True)
class MarkerRun:
    """A treadmill run as marker motion capture saw it, at video rate.

    Attributes
    ----------
    contact_s, toe_off_s
        Per side the times at which the force plate felt the foot come and go; empty where there was none.
    """

    name: str
    time_s: Floats
    position_m: Floats
    contact_s: dict[Side, Floats]
    toe_off_s: dict[Side, Floats]


def is_markers(path: Path) -> bool:
    """Whether a file holds marker points of a run."""
    if path.suffix != ".npz" or path.name.endswith(".truth.npz"):
        return False
    with np.load(path) as data:
        return {f"{side}_{part}_m" for side in SIDES for part in PARTS} <= set(data.files)


def read_markers(path: Path, seconds: float = SECONDS, fps: float = FPS) -> MarkerRun:
    """The first seconds of a run, resampled to video rate, linear between samples (150 Hz and more).

    Raises
    ------
    ClipUnreadable
        When a key is missing.
    """
    try:
        with np.load(path) as data:
            arrays = {key: data[key] for key in data.files}
        recorded = arrays["time_s"].astype(float)
        time_s = np.arange(recorded[0], min(recorded[-1], recorded[0] + seconds), 1.0 / fps)
        joints = {
            (side, ours): _resampled(time_s, recorded, arrays[f"{side}_{theirs}_m"])
            for side in SIDES
            for theirs, ours in PARTS.items()
        }
        contact, toe_off = (_felt(arrays, key, time_s) for key in ("contact_start_s", "contact_end_s"))
    except (KeyError, ValueError, OSError) as error:
        raise ClipUnreadable(f"{path.name} cannot be read as marker points of a run ({error}).", path) from error
    return MarkerRun(path.stem, time_s - time_s[0], points_of_markers(joints), contact, toe_off)


def _resampled(time_s: Floats, recorded_s: Floats, values: Floats) -> Floats:
    return np.stack([np.interp(time_s, recorded_s, values[:, axis]) for axis in range(3)], axis=1)


def _felt(arrays: dict[str, NDArray[np.generic]], key: str, time_s: Floats) -> dict[Side, Floats]:
    if key not in arrays:
        return {}
    times, sides = arrays[key].astype(float), arrays["contact_side"].astype(str)
    inside = (times >= time_s[0]) & (times <= time_s[-1])
    return {side: times[inside & (sides == side)] - time_s[0] for side in SIDES}


def marker_rows(path: Path) -> tuple[ReferenceRow, ...]:
    """Angles of the near leg without noise; with noise the contacts, where a force plate felt them."""
    run = read_markers(path)
    rows = angle_error_rows(run)
    if run.contact_s:
        rows += contact_rows(run)
    return tuple(rows)


def angle_error_rows(run: MarkerRun, yaw_deg: float = 0.0) -> list[ReferenceRow]:
    """Thigh, knee and shank of the near leg against the marker points in the body's sagittal plane.

    ``yaw_deg`` is the camera's, as :func:`~endrange.synthetic.camera.camera_at` takes it; square on if 0.
    """
    analysis, truth = _filmed(run, PERFECT, yaw_deg)
    rows = []
    for name in ANGLES_COMPARED:
        key = AngleKey(name, "right")
        error = wrap_deg(analysis.angles.value_deg[key] - truth.angle_deg[key])
        rows.append(_row("markers", run.name, "no noise", name, "deg", error[np.isfinite(error)]))
    return rows


def contact_rows(run: MarkerRun) -> list[ReferenceRow]:
    """Contacts and toe-offs of both feet against the force plate; the scatter is what no constant removes."""
    analysis, _ = _filmed(run, NETWORK)
    rows = []
    for name, felt in (("contact", run.contact_s), ("toe-off", run.toe_off_s)):
        error = np.concatenate([time_errors(event_times(analysis.events, name, s), felt[s]) for s in SIDES])
        rows.append(_row("force plate", run.name, "noise", name, "ms", 1000.0 * error))
    return rows


def event_times(events: Sequence[Event], name: str, side: Side) -> Floats:
    """When a foot comes (``contact``) or goes (``toe-off``)."""
    instants = [e.start_s for e in events if e.kind == name.replace("-", "_") and e.side == side]
    if not instants and name == "toe-off":
        instants = [e.end_s for e in events if e.kind == "contact" and e.side == side and e.end_s > e.start_s]
    return np.array(sorted(instants), float)


def time_errors(found_s: Floats, felt_s: Floats) -> Floats:
    """Found minus felt for every felt time that has a found one near enough."""
    if len(found_s) == 0:
        return np.zeros(0)
    nearest = found_s[np.abs(found_s[None, :] - felt_s[:, None]).argmin(axis=1)] - felt_s
    return np.asarray(nearest[np.abs(nearest) <= SAME_CONTACT_S])


def _filmed(run: MarkerRun, noise: Noise, yaw_deg: float = 0.0) -> tuple[Analysis, Truth]:
    height = float(np.nanmedian(run.position_m[:, point("right", "hip"), 1]))
    centred = run.position_m - np.array([_middle(run, 0), 0.0, _middle(run, 2)])
    angles = angles_from_points(centred)
    for side in SIDES:
        thigh, shank = (angles[AngleKey(name, side)] for name in ("thigh_extension", "shank_lean"))
        angles[AngleKey("knee_flexion", side)] = wrap_deg(shank - thigh)
    camera = camera_at("right", distance_m=DISTANCE_M, height_m=height, aim_m=height, yaw_deg=yaw_deg)
    names = QUALITY_LOOKS["best"]
    looks, truth = look_at(run.time_s, centred, angles, camera, names=names, noise=noise, seed=SEED)
    return analyze_looks(looks, _clip(run, looks), make_settings(looks=names, movement="running")), truth


def _middle(run: MarkerRun, axis: int) -> float:
    hips = [point(side, "hip") for side in SIDES]
    return float(np.median(run.position_m[:, hips, axis]))


def _clip(run: MarkerRun, looks: Looks) -> Clip:
    seconds = float(run.time_s[-1]) + 1.0 / FPS
    return Clip(
        Path(run.name), looks.size_px[0], looks.size_px[1], 0, False, looks.n_frames, seconds, FPS, False, None, "", ""
    )


def _row(
    reference: Literal["markers", "force plate"], clip: str, looks: str, quantity: str, unit: str, error: Floats
) -> ReferenceRow:
    if len(error) == 0:
        return ReferenceRow(reference, clip, looks, quantity, unit, 0, None, None, None)
    bias, spread, rms = float(error.mean()), float(error.std()), float(np.sqrt(np.mean(error**2)))
    return ReferenceRow(reference, clip, looks, quantity, unit, len(error), bias, spread, rms)
