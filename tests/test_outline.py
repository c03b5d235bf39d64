"""The outline of the shank through the whole way, of a lunge that is filmed from the right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange import pipeline
from endrange.domain.analysis import Analysis, MovementLabel
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip
from endrange.domain.looks import Looks
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey
from endrange.formats.registry import write_formats
from endrange.keeping import analyze_kept
from endrange.pipeline import analyze_looks
from endrange.settings import Settings, make_settings
from endrange.synthetic.body import Segments
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, knee_to_wall

LEAN = AngleKey("shank_lean", "right")
MORE_DEG = 2.0
SEEN = MovementLabel("knee_to_wall", 0.9, "right", "active")
SHA = "d" * 64


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


def _clip(looks: Looks, path: Path = Path("lunge.mp4")) -> Clip:
    n = looks.n_frames
    return Clip(path, *looks.size_px, 0, False, n, n / 30, 30.0, False, None, SHA, "h264")


def _measured(looks: Looks, outline: str) -> Analysis:
    settings = make_settings(looks=("heavy",), movement="knee_to_wall", side="right", outline=outline)
    return analyze_looks(looks, _clip(looks), settings)


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


class _Film:
    """Stands in for pixels of a lunge: outlines are taken where they are asked for."""

    def __init__(self, engine: str = "openvino") -> None:
        self.engine = engine
        self.looked_at: list[bool] = []

    def __call__(self, path: Path, settings: Settings, progress: object) -> tuple[Clip, Looks, FrameChanges]:
        masks = settings.outline == "on" or settings.outline == settings.movement == "knee_to_wall"
        self.looked_at.append(masks)
        looks = replace(_lunge(), engine=self.engine)
        turned = np.zeros(looks.n_frames)
        has = masks and self.engine == "openvino"
        return _clip(looks, path), _outlined(looks, turned) if has else looks, FrameChanges.none(looks.n_frames)


@pytest.mark.parametrize(
    ("engine", "chosen", "looked_at"),
    [
        ("openvino", {}, [False, True]),
        ("openvino", {"movement": "knee_to_wall"}, [True]),
        ("openvino", {"outline": "off"}, [False]),
        ("openvino", {"movement": "unknown"}, [False]),
        ("mediapipe", {}, [False]),
    ],
)
def test_a_lunge_that_nobody_named_is_looked_at_again_for_its_outline(
    monkeypatch: pytest.MonkeyPatch, engine: str, chosen: dict[str, str], looked_at: list[bool]
) -> None:
    film_of_lunge = _Film(engine)
    monkeypatch.setattr(pipeline, "look_at", film_of_lunge)
    monkeypatch.setattr(pipeline, "recognise", lambda motion: SEEN)
    found = pipeline.analyze(Path("lunge.mp4"), make_settings(looks=("heavy",), **chosen))
    assert film_of_lunge.looked_at == looked_at
    assert (found.looks.outline_px is not None) == looked_at[-1]
    assert found.provenance.settings["outline"] == chosen.get("outline", "knee_to_wall")


def test_kept_landmarks_without_outlines_do_not_serve_a_lunge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Taken for something else first; then it is said what it was, and then nothing is new."""
    film_of_lunge = _Film()
    monkeypatch.setattr(pipeline, "look_at", film_of_lunge)
    clip, folder = tmp_path / "lunge.mp4", tmp_path / "results"
    first, _ = analyze_kept(clip, folder, SHA, make_settings(looks=("heavy",), movement="unknown"))
    write_formats(first, folder, ["netcdf"])
    lunge = make_settings(looks=("heavy",), movement="knee_to_wall")
    found, reused = analyze_kept(clip, folder, SHA, lunge)
    assert (reused, found.looks.outline_px is not None) == (False, True)
    write_formats(found, folder, ["netcdf"])
    assert analyze_kept(clip, folder, SHA, lunge)[1]
    assert film_of_lunge.looked_at == [False, True]
