"""Knee to wall: the shank's lean while the heel is down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.skeleton import point
from endrange.movement.knee_to_wall import MOVEMENT
from endrange.synthetic.body import Leg, Segments, plant
from endrange.synthetic.motions import frame_times, standing

RIGHT = MovementLabel("knee_to_wall", 1.0, "right", "active")
T = frame_times(12.0, 30.0)


def measured(outcome, quantity: str, statistic: str):  # type: ignore[no-untyped-def]
    return next(m for m in outcome.measures if (m.quantity, m.statistic) == (quantity, statistic))


def lunging(tops=(38.0, 36.0, 40.0), knee_bend: float = 1.8):  # type: ignore[no-untyped-def]
    """Three lunges of four seconds, the shank from 5 degrees to each top; the left leg stretched back."""
    top = np.array(tops)[np.minimum((T // 4).astype(int), 2)]
    lean = 5 + (top - 5) * (1 - np.cos(np.pi * T / 2)) / 2
    still = np.zeros(len(T))
    front = Leg(lean - knee_bend * lean, still, still, knee_bend * lean, lean)
    back = Leg(still + 40, still, still, still, still + 15)
    return plant(Segments(), replace(standing(T), right=front, left=back), "right")


def test_three_lunges_their_median_and_the_best(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(lunging(), "right", label=RIGHT))
    repetitions = [e for e in outcome.events if e.kind == "repetition"]
    assert [e.start_s for e in repetitions] == pytest.approx([0, 4, 8], abs=0.1)
    assert [e.marks["peak_s"] for e in repetitions] == pytest.approx([2, 6, 10], abs=0.05)
    for quantity in ("shank_lean", "ankle_dorsiflexion"):
        assert measured(outcome, quantity, "repetition_peak").value == pytest.approx(38, abs=0.1)
        assert measured(outcome, quantity, "best").value == pytest.approx(40, abs=0.1)
        assert measured(outcome, quantity, "best").time_s == pytest.approx(10, abs=0.05)
    assert "heel down, knee bent" in measured(outcome, "ankle_dorsiflexion", "best").definition
    assert [(e.caption, round(e.time_s)) for e in outcome.evidence] == [
        ("Best repetition: right shank lean 40 degrees", 10),
        ("Best repetition: right ankle dorsiflexion 40 degrees", 10),
    ]


def test_a_straight_knee_is_said(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(lunging((25.0, 25.0, 25.0), 0.2), "right", label=RIGHT))
    assert "knee straight" in measured(outcome, "ankle_dorsiflexion", "best").definition


def test_a_lifted_heel_is_not_counted_and_said(film_motion) -> None:  # type: ignore[no-untyped-def]
    """In the best lunge heel and ankle come up by 5 cm."""
    motion = film_motion(lunging(), "right", label=RIGHT)
    up = 15 * np.where(T > 8, (1 - np.cos(np.pi * T / 2)) / 2, 0)
    position = motion.body.position_px.copy()
    for part in ("heel", "ankle"):
        position[:, point("right", part), 1] -= up
    outcome = MOVEMENT.measure(replace(motion, body=replace(motion.body, position_px=position)))
    assert [e.left_out for e in outcome.events if e.kind == "repetition"] == [None, None, "heel lifted"]
    assert measured(outcome, "shank_lean", "best").value == pytest.approx(38, abs=0.1)
    assert measured(outcome, "shank_lean", "repetition_peak").n == 2
    (finding,) = outcome.findings
    assert (finding.code, finding.spans_s[0]) == ("heel_lifted", pytest.approx((8, 12), abs=0.1))


def test_where_every_heel_lifts_nothing_is_measured(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(lunging(), "right", label=RIGHT)
    position = motion.body.position_px.copy()
    for part in ("heel", "ankle"):
        position[:, point("right", part), 1] -= 15 * (1 - np.cos(np.pi * T / 2)) / 2
    outcome = MOVEMENT.measure(replace(motion, body=replace(motion.body, position_px=position)))
    best = measured(outcome, "ankle_dorsiflexion", "best")
    assert best.status == "absent"
    assert "heel" in best.reason


def test_from_the_front_it_is_refused(film_motion) -> None:  # type: ignore[no-untyped-def]
    outcome = MOVEMENT.measure(film_motion(lunging(), "front", label=RIGHT))
    assert {m.status for m in outcome.measures} == {"not_measurable"}
    assert {m.quantity for m in outcome.measures} == {"shank_lean", "ankle_dorsiflexion"}
