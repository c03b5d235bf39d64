"""Walking, and what is taken for walking or running."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.movement.gait_events import find_stretches
from endrange.movement.gait_kind import recognise_gait, running_share
from endrange.movement.gait_signals import gait_signals
from endrange.movement.recognise import recognise
from endrange.movement.walking import MOVEMENT
from endrange.synthetic.motions import frame_times, running

sys.path.insert(0, str(Path(__file__).parent))
from told_motions import STANCE, STRIDE_S, walking

LABEL = MovementLabel("walking", 1.0, "right", None)

T = frame_times(14.0, 30.0)


def test_strides_are_cut_where_the_heel_is_farthest_forward(film_motion) -> None:  # type: ignore[no-untyped-def]
    """Contact at whole strides, toe-off after 62 % of them, both within a frame."""
    outcome = MOVEMENT.measure(film_motion(walking(T), "right", label=LABEL))
    for kind, phase in (("contact", 0.0), ("toe_off", STANCE)):
        times = np.array([e.start_s for e in outcome.events if e.kind == kind and e.side == "right"]) / STRIDE_S - phase
        assert len(times) >= 11
        assert np.abs(times - np.round(times)).max() * STRIDE_S < 1 / 30
    by_name = {(m.quantity, m.statistic, m.side): m for m in outcome.measures}
    assert by_name["cadence", "mean", None].value == pytest.approx(120 / STRIDE_S, rel=0.002)
    assert by_name["contact_time", "mean", None].value == pytest.approx(STANCE * STRIDE_S, abs=0.03)


def test_the_knee_in_stance_is_that_under_load_not_that_of_the_push(film_motion) -> None:  # type: ignore[no-untyped-def]
    posture = walking(T)
    outcome = MOVEMENT.measure(film_motion(posture, "right", label=LABEL))
    peaks = {m.statistic: m.value for m in outcome.measures if m.quantity == "knee_flexion" and m.side == "right"}
    phase, knee = (T / STRIDE_S) % 1.0, posture.right.knee_flexion_deg
    assert peaks["stance_peak"] == pytest.approx(knee[phase < 0.5 * STANCE].max(), abs=0.5)
    assert peaks["swing_peak"] == pytest.approx(knee[phase > STANCE].max(), abs=0.5)
    assert peaks["stance_peak"] < knee[np.abs(phase - STANCE) < 0.05].max() - 5  # the push bends it more


@pytest.mark.parametrize("seen_from", ["right", "left", "front", "back"])
def test_walking_is_walking_and_running_is_running(film_motion, seen_from: str) -> None:  # type: ignore[no-untyped-def]
    walk, run = (film_motion(p, seen_from, noise_px=1.0) for p in (walking(T), running(T)))
    assert recognise(walk).name == "walking"
    assert recognise(walk).confidence > 0.9
    assert recognise(run).name == "running"
    assert recognise(run).confidence > 0.9
    near = seen_from if seen_from in ("left", "right") else None
    assert recognise(run).side == near


def test_running_in_unknown_slow_motion_is_still_running(film_motion) -> None:  # type: ignore[no-untyped-def]
    slow = film_motion(running(frame_times(20.0, 60.0), stride_s=2.9), "right")
    assert recognise_gait(slow, "running").confidence > 0.8
    (stretch,) = [s for signals in gait_signals(slow) for s in find_stretches(signals)]
    assert running_share(stretch) > 0.8


def test_two_steps_are_not_a_walk(film_motion) -> None:  # type: ignore[no-untyped-def]
    short = film_motion(walking(frame_times(1.6, 30.0)), "right")
    assert recognise_gait(short, "walking").confidence == 0.0


def test_from_behind_a_walkers_toe_off_is_not_seen(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(walking(T), "back", label=LABEL))
    contact_time = next(m for m in outcome.measures if m.quantity == "contact_time" and m.side is None)
    assert contact_time.status == "not_measurable"
    assert "from the side" in (contact_time.reason or "")
    cadence = next(m for m in outcome.measures if m.quantity == "cadence")
    assert cadence.value == pytest.approx(120 / STRIDE_S, rel=0.01)
