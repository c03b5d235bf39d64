"""Walking, and what is taken for walking or running."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.movement.gait_events import find_stretches
from endrange.movement.gait_kind import recognise_gait, running_share
from endrange.movement.gait_signals import gait_signals
from endrange.movement.recognise import recognise
from endrange.movement.walking import MOVEMENT
from endrange.synthetic.body import Leg, Posture, Segments
from endrange.synthetic.motions import frame_times, running, standing

STRIDE_S = 1.1
STANCE = 0.62
LABEL = MovementLabel("walking", 1.0, "right", None)


def walking_leg(phase: np.ndarray, height_m: np.ndarray) -> Leg:
    """The toe goes back evenly on the ground for 62 % of the stride and swings forward again; the heel lifts before.

    ``height_m`` is that of the hips over the ground; hip and knee are what reaches the ankle.
    """
    body, p = Segments(), phase % 1.0
    swing = np.clip((p - STANCE) / (1 - STANCE), 0, 1)
    toe_x = np.where(p < STANCE, 0.36 - 0.66 * p / STANCE, 0.03 - 0.33 * np.cos(np.pi * swing))
    toe_y = 0.06 * np.sin(np.pi * swing) ** 2
    tipped = -55 * np.exp(-(((p - STANCE) / 0.10) ** 2))  # pitch of the foot, toes up positive
    turn = np.radians(tipped)
    back, up = -body.toe_m, body.ankle_height_m
    x = toe_x + back * np.cos(turn) - up * np.sin(turn)
    y = height_m - (toe_y + back * np.sin(turn) + up * np.cos(turn))
    reach = np.minimum(np.hypot(x, y), body.thigh_m + body.shank_m - 1e-3)
    cosine = (reach**2 - body.thigh_m**2 - body.shank_m**2) / (2 * body.thigh_m * body.shank_m)
    knee = np.arccos(cosine)
    thigh = np.arctan2(x, y) + np.arcsin(body.shank_m * np.sin(knee) / reach)
    lean = np.degrees(knee - thigh)
    zero = np.zeros(len(p))
    return Leg(-np.degrees(thigh), zero, zero, np.degrees(knee), tipped + lean)


def walking(time_s: np.ndarray) -> Posture:
    """On a treadmill; the hips are lowest just after each contact and highest over the standing leg."""
    phase = time_s / STRIDE_S
    height = 0.895 - 0.018 * np.cos(4 * np.pi * (phase - 0.05))
    posture = replace(standing(time_s), right=walking_leg(phase, height), left=walking_leg(phase + 0.5, height))
    return replace(posture, hips_m=np.stack([0 * height, height, 0 * height], 1))


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
