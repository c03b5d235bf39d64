"""The outline of the shank through the whole way, of a lunge that is filmed from the right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import Analysis
from endrange.domain.clip import Clip
from endrange.domain.looks import Looks
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey
from endrange.pipeline import analyze_looks
from endrange.settings import make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, knee_to_wall

LEAN = AngleKey("shank_lean", "right")
MORE_DEG = 2.0


def _lunge() -> Looks:
    looks = film(Segments(), knee_to_wall(frame_times(8, 30)), camera_at("right"), names=("heavy",))[0]
    return replace(looks, outline_px=None)


def _outlined(looks: Looks, turn_deg: np.ndarray) -> Looks:
    """Edges 8 px from the middle of each shank, which is turned against the points by ``turn_deg``."""
    at = looks.position_px[:, 0, 0]
    length = np.stack(
        [np.linalg.norm(at[:, point(s, "ankle")] - at[:, point(s, "knee")], axis=-1) for s in ("left", "right")], axis=1
    )
    shares = np.linspace(0.15, 0.85, 15)
    middle = -np.tan(np.radians(turn_deg))[:, None, None] * length[..., None] * (shares - 0.5)
    return replace(looks, outline_px=np.stack([8.0 + middle, 8.0 - middle], axis=-1)[:, None].astype(np.float32))


def _measured(looks: Looks, outline: str) -> Analysis:
    n = looks.n_frames
    clip = Clip(Path("lunge.mp4"), *looks.size_px, 0, False, n, n / 30, 30.0, False, None, "d" * 64, "h264")
    settings = make_settings(looks=("heavy",), movement="knee_to_wall", side="right", outline=outline)
    return analyze_looks(looks, clip, settings)


def test_asked_for_without_an_outline_is_said_and_changes_nothing():
    looks = _lunge()
    off, on = _measured(looks, "off"), _measured(looks, "knee_to_wall")
    assert "no_outline" in [f.code for f in on.findings]
    assert "no_outline" not in [f.code for f in off.findings]
    np.testing.assert_array_equal(on.angles.value_deg[LEAN], off.angles.value_deg[LEAN])


def test_the_lunge_leans_further_where_its_outline_does_and_points_agree():
    """The outline turns by up to two degrees more than the points while the shank goes forward."""
    looks = _lunge()
    plain = _measured(looks, "off")
    lean = plain.angles.value_deg[LEAN]
    forward = MORE_DEG * np.clip((lean - lean.min()) / np.ptp(lean), 0, 1)
    found = _measured(_outlined(looks, forward), "knee_to_wall")
    gained = found.angles.value_deg[LEAN] - lean
    assert gained.max() == pytest.approx(MORE_DEG, abs=0.3)
    assert gained.min() == pytest.approx(0.0, abs=0.3)
    knee, ankle = (found.body.position_px[:, point("right", part)] for part in ("knee", "ankle"))
    roll = found.view.roll_deg or 0.0
    forward_sign = 1.0 if found.view.facing == "right" else -1.0
    drawn = np.degrees(np.arctan2(forward_sign * (knee - ankle)[:, 0], -(knee - ankle)[:, 1]))
    np.testing.assert_allclose(np.ptp(drawn), np.ptp(found.angles.value_deg[LEAN]), atol=1e-6 + abs(roll))
    np.testing.assert_array_equal(_measured(_outlined(looks, forward), "off").angles.value_deg[LEAN], lean)
