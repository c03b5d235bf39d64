"""Running told in words: a published stride repeated, seen from the side, from behind, slowed down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.measure import Measure
from endrange.domain.skeleton import MIRROR_ORDER
from endrange.domain.vocabulary import ANGLE_KEYS, OTHER_SIDE, AngleKey
from endrange.movement.protocol import Motion, Outcome
from endrange.movement.running import MOVEMENT
from endrange.synthetic.motions import CONTACT_SHARE, frame_times, running

LABEL = MovementLabel("running", 1.0, "right", None)
T = frame_times(16.0, 60.0)


def of(outcome: Outcome, quantity: str, statistic: str, side: str | None = None) -> Measure:
    (found,) = [
        m for m in outcome.measures if (m.quantity, m.statistic, m.side) == (quantity, statistic, side)
    ]  # fmt: skip
    return found


@pytest.fixture
def from_the_side(film_motion) -> Outcome:  # type: ignore[no-untyped-def]
    return MOVEMENT.measure(film_motion(running(T, stride_s=0.72), "right", label=LABEL))


def test_cadence_is_two_steps_a_stride(from_the_side: Outcome) -> None:
    cadence = of(from_the_side, "cadence", "mean")
    assert cadence.value == pytest.approx(120 / 0.72, rel=0.001)
    assert cadence.unit == "steps/min"
    assert cadence.grade == "A"
    assert of(from_the_side, "stride_time", "mean").value == pytest.approx(0.72, rel=0.001)


def test_contact_time_is_that_of_the_stance(from_the_side: Outcome) -> None:
    both = of(from_the_side, "contact_time", "mean")
    assert both.value == pytest.approx(CONTACT_SHARE * 0.72, abs=0.03)
    assert both.low is not None
    assert both.low < CONTACT_SHARE * 0.72 < (both.high or 0)
    left, right = (of(from_the_side, "contact_time", "mean", side).value for side in ("left", "right"))
    assert left == pytest.approx(right, abs=0.005)


@pytest.mark.parametrize("side", ["left", "right"])
def test_peaks_are_those_of_the_published_stride(from_the_side: Outcome, side: str) -> None:
    """Knee 91 in swing and 41 in stance, ankle 22; the thigh 13.4 behind the vertical, 8.4 against a lean of 5."""
    assert of(from_the_side, "knee_flexion", "swing_peak", side).value == pytest.approx(90.9, abs=0.2)
    assert of(from_the_side, "knee_flexion", "stance_peak", side).value == pytest.approx(40.9, abs=0.3)
    assert of(from_the_side, "ankle_dorsiflexion", "stance_peak", side).value == pytest.approx(22.4, abs=0.2)
    assert of(from_the_side, "thigh_extension", "stride_peak", side).value == pytest.approx(13.4, abs=0.1)
    assert of(from_the_side, "hip_extension", "stride_peak", side).value == pytest.approx(8.4, abs=0.1)


def test_the_lean_is_its_mean(from_the_side: Outcome) -> None:
    assert of(from_the_side, "trunk_lean", "mean").value == pytest.approx(5.0, abs=0.01)


def test_every_stride_counts_and_events_are_in_order(from_the_side: Outcome) -> None:
    strides = [e for e in from_the_side.events if e.kind == "stride"]
    assert len(strides) >= 40
    assert all(e.used and e.left_out is None for e in strides)
    assert all("toe_off_s" in e.marks for e in strides[:-2])
    starts = [e.start_s for e in from_the_side.events]
    assert starts == sorted(starts)
    assert {e.kind for e in from_the_side.events} == {"bout", "contact", "toe_off", "stride"}
    (bout,) = [e for e in from_the_side.events if e.kind == "bout"]
    assert bout.marks["cadence"] == pytest.approx(120 / 0.72, rel=0.01)
    assert bout.marks["step_s"] == pytest.approx(0.36, rel=0.01)


def test_peaks_in_the_marks_lie_in_their_phase(from_the_side: Outcome) -> None:
    for e in [e for e in from_the_side.events if e.kind == "stride"][2:-2]:
        toe_off = float(e.marks["toe_off_s"])
        assert e.start_s < float(e.marks["ankle_dorsiflexion_stance_peak_s"]) < toe_off
        assert toe_off < float(e.marks["knee_flexion_swing_peak_s"]) < e.end_s
        assert float(e.marks["knee_flexion_swing_peak_deg"]) == pytest.approx(90.9, abs=0.3)


def test_curves_go_from_contact_to_contact(from_the_side: Outcome) -> None:
    (knee,) = [c for c in from_the_side.curves if c.quantity == "knee_flexion" and c.side == "right"]
    assert knee.percent[[0, -1]] == pytest.approx([0, 100])
    assert knee.values_deg.shape[1] == 101
    assert np.argmax(np.nanmedian(knee.values_deg, axis=0)) == pytest.approx(69, abs=4)
    assert knee.marks_percent["toe-off"] == pytest.approx(39, abs=4)


def test_each_main_angle_has_its_frame(from_the_side: Outcome) -> None:
    shown = {(e.quantity, e.side) for e in from_the_side.evidence}
    for quantity in ("hip_extension", "thigh_extension", "ankle_dorsiflexion", "knee_flexion"):
        assert {(quantity, "left"), (quantity, "right")} <= shown
    hip = next(e for e in from_the_side.evidence if e.quantity == "hip_extension" and e.side == "right")
    phase = hip.time_s / 0.72 % 1
    assert 0.38 < phase < 0.46  # just after toe-off, as in 43 runners


def test_from_behind_pelvis_and_feet_have_their_frames(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(running(T, stride_s=0.72), "back", label=LABEL))
    shown = {(e.quantity, e.side): e.caption for e in outcome.evidence}
    assert set(shown) == {("pelvic_drop", None), ("foot_progression", "left"), ("foot_progression", "right")}
    assert shown["foot_progression", "left"].startswith("Left foot progression in stance ")
    assert " stance, free side low, " in shown["pelvic_drop", None]


def test_from_behind_what_is_hidden_is_refused(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(running(T, stride_s=0.72), "back", label=LABEL))
    for quantity, statistic in (("hip_extension", "stride_peak"), ("ankle_dorsiflexion", "stance_peak")):
        for side in ("left", "right"):
            refused = of(outcome, quantity, statistic, side)
            assert refused.status == "not_measurable"
            assert refused.value is None
            assert "film" in (refused.reason or "")
    assert of(outcome, "cadence", "mean").value == pytest.approx(120 / 0.72, rel=0.005)
    assert of(outcome, "pelvic_drop", "stance_mean", "left").value == pytest.approx(0.0, abs=0.5)
    whip = of(outcome, "hip_internal_rotation", "swing_mean", "left")
    assert whip.grade == "C"
    assert "proxy" in whip.definition


def test_from_the_side_what_is_hidden_is_refused(from_the_side: Outcome) -> None:
    for quantity, statistic in (
        ("pelvic_drop", "stance_mean"), ("foot_progression", "stance_mean"), ("hip_internal_rotation", "swing_mean"),
    ):  # fmt: skip
        refused = of(from_the_side, quantity, statistic, "left")
        assert refused.status == "not_measurable"
        assert "film" in (refused.reason or "")


def test_known_slow_motion_gives_life(film_motion) -> None:  # type: ignore[no-untyped-def]
    """120 frames a second of life played at 30: times of events are film's, tempo is life's."""
    motion = film_motion(running(frame_times(8.0, 120.0), stride_s=0.72), "right", label=LABEL, life_per_film=0.25)
    outcome = MOVEMENT.measure(motion)
    assert of(outcome, "cadence", "mean").value == pytest.approx(120 / 0.72, rel=0.002)
    stride = next(e for e in outcome.events if e.kind == "stride")
    assert stride.end_s - stride.start_s == pytest.approx(4 * 0.72, abs=0.02)


def test_unknown_slow_motion_refuses_the_tempo_alone(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(running(frame_times(20.0, 60.0), stride_s=2.88), "right", label=LABEL))
    for quantity in ("cadence", "stride_time", "contact_time"):
        refused = of(outcome, quantity, "mean")
        assert refused.status == "not_measurable"
        assert "--slow-motion" in (refused.reason or "")
    assert of(outcome, "knee_flexion", "swing_peak", "right").value == pytest.approx(90.9, abs=0.3)
    assert "film_speed" in {f.code for f in outcome.findings}


def test_a_mirrored_clip_gives_the_mirrored_numbers(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(running(frame_times(6.0, 60.0), stride_s=0.72), "right", label=LABEL, noise_px=1.0)
    mirrored = mirror(motion)
    there, here = MOVEMENT.measure(mirrored), MOVEMENT.measure(motion)
    for m in here.measures:
        if m.side is not None and m.value is not None:
            assert of(there, m.quantity, m.statistic, OTHER_SIDE[m.side]).value == pytest.approx(m.value, abs=1e-9)
    assert of(there, "cadence", "mean").value == pytest.approx(of(here, "cadence", "mean").value, abs=1e-9)


def mirror(motion: Motion) -> Motion:
    """The same clip in a mirror: sides exchanged, facing turned."""
    position = motion.body.position_px[:, list(MIRROR_ORDER)].copy()
    position[..., 0] = 1279 - position[..., 0]
    view = replace(motion.angles.view, facing="left", near_side="left")
    swap = {k: AngleKey(k.angle, OTHER_SIDE[k.side]) if k.side else k for k in ANGLE_KEYS}
    angles = replace(
        motion.angles,
        value_deg={k: motion.angles.value_deg[swap[k]] for k in ANGLE_KEYS},
        view=view,
        bouts=tuple(replace(b, view=view) for b in motion.angles.bouts),
    )
    return replace(motion, body=replace(motion.body, position_px=position), angles=angles)


def test_an_empty_clip_says_so(film_motion) -> None:  # type: ignore[no-untyped-def]
    from endrange.synthetic.motions import standing

    outcome = MOVEMENT.measure(film_motion(standing(frame_times(3.0, 30.0)), "right", label=LABEL))
    assert of(outcome, "hip_extension", "stride_peak", "left").status == "absent"
    assert of(outcome, "cadence", "mean").status == "absent"
    assert [f.code for f in outcome.findings] == ["no_strides"]
    assert outcome.curves == ()


@pytest.mark.parametrize(("seen_of_every_four", "given"), [(1, False), (2, True)])
def test_a_peak_that_is_seldom_seen_is_not_given(film_motion, seen_of_every_four: int, given: bool) -> None:  # type: ignore[no-untyped-def]
    """The right knee is lost in the stance of some strides: half of them still tell, a quarter does not."""
    stride_s, motion = 0.72, film_motion(running(T, stride_s=0.72), "right", label=LABEL)
    whole = MOVEMENT.measure(motion)
    strides = [e for e in whole.events if e.kind == "stride" and e.side == "right"]
    key = AngleKey("knee_flexion", "right")
    values = motion.angles.value_deg[key].copy()
    for number, stride in enumerate(strides):
        if number % 4 >= seen_of_every_four:
            time_s = motion.body.time_s
            values[(time_s >= stride.start_s) & (time_s < stride.start_s + 0.5 * stride_s)] = np.nan
    angles = replace(motion.angles, value_deg=dict(motion.angles.value_deg) | {key: values})
    knee = of(MOVEMENT.measure(replace(motion, angles=angles)), "knee_flexion", "stance_peak", "right")
    assert (knee.status == "measured") is given
    assert (knee.value is not None) is given
