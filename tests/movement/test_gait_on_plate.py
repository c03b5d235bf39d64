"""A real runner, seen by a virtual camera with trembling points, against the treadmill's force plate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.angles import Angles, Bout, View
from endrange.domain.body import Body, Span
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import ANGLE_KEYS, SIDES
from endrange.movement.gait_contacts import find_contacts
from endrange.movement.gait_events import find_stretches
from endrange.movement.gait_signals import gait_signals
from endrange.movement.protocol import Motion
from endrange.synthetic.camera import camera_at
from endrange.track import smooth

PARTS = {"hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel", "toe": "foot_index"}
VIEWS = {
    "right": View("sagittal", "right", "right", 0.0, 3.0, 0.0, 0.5),
    "back": View("back", "away", None, None, None, 0.0, 0.5),
}


def filmed(markers: dict[str, np.ndarray], seen_from: str, fps: float, yaw_deg: float) -> Motion:
    time = markers["time_s"]
    t = np.arange(0.0, time[-1], 1 / fps)
    rng = np.random.default_rng(1)
    metres = np.full((len(t), 33, 3), np.nan)
    for side in SIDES:
        for name, part in PARTS.items():
            path = markers[f"{side}_{name}_m"]
            metres[:, point(side, part)] = np.stack([np.interp(t, time, path[:, k]) for k in range(3)], 1)
    metres[..., [0, 2]] -= np.nanmean(metres[:, 23:25], axis=(0, 1))[[0, 2]]
    camera = camera_at(seen_from, yaw_deg=yaw_deg)  # type: ignore[arg-type]
    position = camera.project(metres + rng.normal(0, 0.008, metres.shape))
    known = np.isfinite(position[..., 0])
    verdict = np.where(known, 0, 3).astype(np.int8)
    body = Body(
        t, position, np.where(known, 2.0, np.nan), np.where(known, 1.0, np.nan), np.full((len(t), 33, 3), np.nan),
        verdict, verdict[:, None], (Span(0, len(t)),), ("heavy",), (1280, 720), None, 1, 1,
    )  # fmt: skip
    view = VIEWS[seen_from]
    nothing = {k: np.full(len(t), np.nan) for k in ANGLE_KEYS}
    angles = Angles(t, nothing, nothing, {}, {}, {}, view, (Bout(Span(0, len(t)), view),))
    return Motion("plate", smooth(body, 8.0), angles, MovementLabel("running", 1.0, None, None), 1.0)


@pytest.mark.parametrize(
    ("seen_from", "fps", "yaw_deg"),
    [("right", 60.0, 0.0), ("right", 30.0, 0.0), ("right", 60.0, 15.0), ("back", 60.0, 0.0)],
)
def test_contacts_are_within_ten_milliseconds_rms(
    shared_data: Path, seen_from: str, fps: float, yaw_deg: float
) -> None:
    markers = dict(np.load(shared_data / "markers" / "runner_a_2.5mps_with_contacts.npz"))
    motion = filmed(markers, seen_from, fps, yaw_deg)
    found = [c for g in gait_signals(motion) for s in find_stretches(g) for c in find_contacts(s, "running")]
    landed, left = [], []
    inside = (markers["contact_start_s"] > 0.6) & (markers["contact_end_s"] < motion.body.time_s[-1] - 0.6)
    for side, start, end in zip(
        markers["contact_side"][inside],
        markers["contact_start_s"][inside],
        markers["contact_end_s"][inside],
        strict=True,
    ):
        own = [c for c in found if c.side == side]
        nearest = min(own, key=lambda c: abs(c.contact_s - start))
        landed.append(nearest.contact_s - start)
        left.append(nearest.toe_off_s - end)
    assert len(landed) >= 70
    assert np.isfinite(left).all()
    assert np.sqrt(np.mean(np.square(landed))) < 0.010
    assert np.sqrt(np.mean(np.square(left))) < 0.010
