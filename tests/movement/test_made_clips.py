"""Every movement from looks to numbers: a made body filmed by a phone, with networks that err, told by nobody.

The sample clips are measured from their pixels in ``tests/accuracy``; no sample shows a walk, an upper back or a circle
on all fours. The made body's heel and toe are points of its sole, which no network's are, so that its ankle circle
lacks the few degrees that are allowed for them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from endrange.accuracy.measures import measure_rows, true_body, true_outcome
from endrange.accuracy.run import clip_of, key_of
from endrange.accuracy.truth import Case
from endrange.domain.looks import Looks, network_of
from endrange.domain.vocabulary import Plane
from endrange.kinematics.foot import LINE_BELOW_SOLE_DEG
from endrange.pipeline import analyze_looks
from endrange.settings import make_settings
from endrange.synthetic.body import Posture, Segments, plant
from endrange.synthetic.camera import Camera, camera_at
from endrange.synthetic.film import film
from endrange.synthetic.motions import frame_times, hip_circle, hold, running, seated_rotation, standing
from endrange.synthetic.noise import Noise

sys.path.insert(0, str(Path(__file__).parent))
from told_motions import a_leg, on_all_fours, turning_upper_back, walking

T = frame_times(12.0, 30.0)
FAST = frame_times(8.0, 60.0)
PLANES: dict[str, Plane] = {"right": "sagittal", "front": "front", "back": "back"}


@dataclass(frozen=True)
class Made:
    """A posture, where it is filmed from, what it has to be taken for, and the errors allowed, degrees."""

    posture: Posture
    seen_from: str
    movement: str
    side: str | None
    count: int
    allowed: dict[str, float]


def ankle_circle() -> Posture:
    ankle = -10 + 26 * np.cos(np.pi * T / 2)
    return replace(standing(T), right=a_leg(T, -60, knee=70, ankle=ankle))


def lunging() -> Posture:
    lean = 5 + 35 * (1 - np.cos(np.pi * T / 2)) / 2
    front = a_leg(T, -(10 + 0.8 * lean), knee=10 + 1.8 * lean, ankle=lean)
    return plant(Segments(), replace(standing(T), right=front, left=a_leg(T, 35 + lean / 5, ankle=15.0)), "right")


GAIT = {"hip_extension stride_peak": 1.5, "knee_flexion stance_peak": 2.0, "ankle_dorsiflexion stance_peak": 2.5}
CIRCLE = {"hip_extension repetition_peak": 1.0, "hip_extension repetition_low": 1.0}
ROTATION = {"hip_internal_rotation repetition_peak": 1.5, "hip_internal_rotation repetition_low": 1.5}
ANKLE = {f"ankle_dorsiflexion repetition_{end}": LINE_BELOW_SOLE_DEG + 2.5 for end in ("peak", "low")}

MADE = {
    "running": Made(running(FAST), "right", "running", "right", 19, GAIT),
    "running, rear": Made(running(FAST), "back", "running", None, 20, {"pelvic_drop stance_mean": 1.0}),
    "walking": Made(walking(T), "right", "walking", "right", 19, GAIT),
    "hip circle, side": Made(hip_circle(T), "right", "hip_car", "right", 3, CIRCLE),
    "hip circle, front": Made(hip_circle(T), "front", "hip_car", "right", 3, {"hip_abduction repetition_peak": 4.0}),
    "hip circle on all fours": Made(
        on_all_fours(T), "right", "hip_car", "right", 2,
        {"hip_extension repetition_peak": 3.0, "hip_extension repetition_low": 1.5},
    ),
    "hip circle on all fours, front": Made(
        on_all_fours(T), "front", "hip_car", "right", 2, {"hip_abduction repetition_peak": 2.5},
    ),
    "ankle circle": Made(ankle_circle(), "right", "ankle_car", "right", 3, ANKLE),
    "upper back": Made(
        turning_upper_back(T), "front", "thoracic_car", None, 2,
        {"trunk_rotation repetition_peak": 1.5, "trunk_rotation repetition_low": 1.5},
    ),
    "seated rotation": Made(seated_rotation(T), "front", "seated_hip_rotation", "right", 3, ROTATION),
    "lunge": Made(
        lunging(), "right", "knee_to_wall", "right", 3,
        {"shank_lean repetition_peak": 1.2, "ankle_dorsiflexion best": 1.5},
    ),
    "held leg": Made(
        replace(hold(T - 1.5), time_s=T), "right", "hold", "right", 2,
        {"hip_extension plateau": 1.0, "hip_extension from_rest": 1.0, "knee_flexion plateau": 1.0},
    ),
    "standing": Made(standing(T), "right", "standing", None, 0, {"hip_extension mean": 1.0, "knee_flexion mean": 1.0}),
}  # fmt: skip

COUNTED = {"running": "stride", "walking": "stride", "hold": "hold"}

#: Seconds; a hold begins and ends where the joint gets slow, which trembling points tell less sharply.
BOUNDARY_S = {"hold": 0.2}


@pytest.mark.parametrize("told", MADE)
def test_a_made_clip_is_recognised_cut_and_measured(told: str) -> None:
    made = MADE[told]
    looks, truth = film(
        Segments(), made.posture, camera_at(made.seen_from, height_m=0.9), noise=Noise(jitter_share=0.004), seed=1
    )
    case = Case(told, "unknown", None, None, PLANES[made.seen_from], truth, None, looks, Path("made.npz"))
    analysis = analyze_looks(looks, clip_of(case, looks), make_settings(looks=looks.names))
    assert (analysis.movement.name, analysis.movement.side) == (made.movement, made.side)
    kind = COUNTED.get(made.movement, "repetition")
    ours = [e for e in analysis.events if e.kind == kind and e.used]
    true = [
        e for e in true_outcome(case, analysis, true_body(truth, analysis.body)).events if e.kind == kind and e.used
    ]
    assert (len(ours), len(true)) == (made.count, made.count)
    within = BOUNDARY_S.get(made.movement, 0.1)
    for e, t in zip(ours, true, strict=True):
        assert (e.start_s, e.end_s) == (pytest.approx(t.start_s, abs=within), pytest.approx(t.end_s, abs=within))
    rows = {
        (f"{r.quantity} {r.statistic}", r.side): r
        for r in measure_rows(key_of(case, "best"), case, analysis)
        if made.side in (None, r.side) or r.side is None
    }
    for name, limit in made.allowed.items():
        errors = [abs(r.error) for (of, _), r in rows.items() if of == name]
        assert errors
        assert max(errors) < limit, name


def only_lower_legs(looks: Looks) -> Looks:
    """What is beyond the picture drawn to its edge: BlazePose is as good as sure of it, MoveNet is not."""
    position, score = looks.position_px.copy(), looks.score.copy()
    most = np.array(looks.size_px, np.float32) - 1
    beyond = ((position < 0) | (position > most)).any(axis=-1)
    for look, name in enumerate(looks.names):
        score[:, look][beyond[:, look]] = 0.1 if network_of(name) == "movenet" else 0.6
    return replace(looks, position_px=np.clip(position, 0, most), score=score)


def refused(posture: Posture, camera: Camera, change=None, **said: object) -> dict[str, set[str | None]]:  # type: ignore[no-untyped-def]
    """The reasons of every quantity that was not measured."""
    looks, truth = film(Segments(), posture, camera, noise=Noise(jitter_share=0.002), seed=1)
    looks = looks if change is None else change(looks)
    case = Case("asked", "unknown", None, None, "sagittal", truth, None, looks, Path("made.npz"))
    analysis = analyze_looks(looks, clip_of(case, looks), make_settings(looks=looks.names, **said))
    names = {m.quantity for m in analysis.measures}
    assert all(m.value is None for m in analysis.measures if m.status != "measured")
    return {
        name: {m.reason for m in analysis.measures if m.quantity == name} for name in names
        if all(m.status == "not_measurable" for m in analysis.measures if m.quantity == name)
    }  # fmt: skip


def test_rotation_asked_of_a_side_view_is_refused_with_the_view_that_shows_it() -> None:
    for said in ({"movement": "seated_hip_rotation"}, {"motion": "hip_internal_rotation", "effort": "passive"}):
        reasons = refused(seated_rotation(T), camera_at("right"), **said, side="right")["hip_internal_rotation"]
        assert all("from the side" in reason and "film from the front" in reason for reason in reasons)


def test_dorsiflexion_asked_of_a_rear_view_is_refused_with_the_view_that_shows_it() -> None:
    reasons = refused(running(FAST), camera_at("back"))["ankle_dorsiflexion"]
    assert all("from behind" in reason and "film from the side" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("quantity", "said"),
    [("hip_extension", {"movement": "hip_car"}), ("hip_extension", {"motion": "hip_extension", "effort": "passive"})],
)
def test_hips_of_a_clip_of_lower_legs_are_refused_for_what_is_not_in_the_picture(quantity: str, said) -> None:  # type: ignore[no-untyped-def]
    camera = camera_at("right", distance_m=1.6, height_m=0.3, aim_m=0.25)
    (reason,) = refused(lunging(), camera, only_lower_legs, **said, side="right")[quantity]
    assert "Shoulders and hips are not in the picture" in reason
    assert "from the side" in reason
    assert "whole body in view" in reason
