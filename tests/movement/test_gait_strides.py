"""Strides, their curves and peaks, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.gait_contacts import Contact
from endrange.movement.gait_events import Stretch, Swing
from endrange.movement.gait_signals import GRID_S, Signals
from endrange.movement.gait_strides import PERCENT, Stride, angle_at, cut_strides, phase_mean, phase_peak, stride_curves

NAN = float("nan")


def a_stretch(view, known_left: tuple[float, float] = (0.0, 10.0)) -> Stretch:  # type: ignore[no-untyped-def]
    """Ten seconds of steps of 0.35 s."""
    grid = np.arange(0, 10, GRID_S)
    flat = dict.fromkeys(("left", "right"), np.zeros(len(grid)))
    known = {"left": (grid >= known_left[0]) & (grid <= known_left[1]), "right": np.ones(len(grid), bool)}
    signals = Signals(view, grid, flat, flat, flat, flat, flat, flat, flat, np.zeros(len(grid)), known, 1 / 60)  # type: ignore[arg-type]
    return Stretch(signals, (Swing("left", 0.5, 1.0), Swing("right", 0.85, 1.0)), 0.35)


def steps(*times: float, first: str = "left") -> tuple[Contact, ...]:
    sides = ["left", "right"] if first == "left" else ["right", "left"]
    return tuple(Contact(sides[i % 2], t, t + 0.26) for i, t in enumerate(times))  # type: ignore[arg-type]


@pytest.fixture
def view():  # type: ignore[no-untyped-def]
    from endrange.domain.angles import View

    return View("sagittal", "right", "right", 0.0, 3.0, 0.0, 0.5)


def test_six_steps_make_four_strides(view) -> None:  # type: ignore[no-untyped-def]
    strides = cut_strides(a_stretch(view), steps(1.0, 1.35, 1.7, 2.05, 2.4, 2.75))
    assert [(s.side, s.start_s, s.end_s) for s in strides] == [
        ("left", 1.0, 1.7), ("right", 1.35, 2.05), ("left", 1.7, 2.4), ("right", 2.05, 2.75),
    ]  # fmt: skip
    assert all(s.used for s in strides)
    assert [s.stance_share for s in strides] == pytest.approx([0.26 / 0.7] * 4)


def test_a_missed_contact_leaves_its_strides_out(view) -> None:  # type: ignore[no-untyped-def]
    contacts = [c for c in steps(1.0, 1.35, 1.7, 2.05, 2.4, 2.75, 3.1) if c.contact_s != 2.05]
    strides = cut_strides(a_stretch(view), contacts)
    reasons = {(s.side, s.start_s): s.left_out for s in strides}
    assert reasons["right", 1.35] == "a contact in between was not seen"
    assert reasons["left", 1.7] == "the other foot's contact was not found in its middle"
    assert reasons["left", 1.0] is None


def test_a_leg_that_is_lost_leaves_its_stride_out(view) -> None:  # type: ignore[no-untyped-def]
    strides = cut_strides(a_stretch(view, known_left=(0.0, 2.2)), steps(1.0, 1.35, 1.7, 2.05, 2.4, 2.75))
    assert [s.left_out for s in strides if s.side == "left"] == [None, "the leg was lost for a part of it"]


def test_a_toe_off_that_is_not_known_takes_the_usual_share(view) -> None:  # type: ignore[no-untyped-def]
    contacts = [*steps(1.0, 1.35, 1.7, 2.05)[:2], Contact("left", 1.7, NAN), *steps(2.05, 2.4, 2.75, first="right")]
    stride = next(s for s in cut_strides(a_stretch(view), contacts) if s.start_s == 1.7)
    assert np.isnan(stride.contact_time_s)
    assert stride.stance_share == pytest.approx(0.26 / 0.7)
    assert stride.at(0.5) == pytest.approx(2.05)


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
@pytest.mark.parametrize("phase", [0.0, 0.3, 0.5, 0.8])
def test_a_peak_between_two_frames_is_found(fps: float, phase: float) -> None:
    """20 sin(2 pi t / 0.7) peaks with 20 degrees at a quarter of 0.7 s, wherever the frames lie."""
    t = (np.arange(60) + phase) / fps - 0.4
    value, when = phase_peak(t, 20 * np.sin(2 * np.pi * t / 0.7), 0.0, 0.6)
    assert value == pytest.approx(20.0, abs=0.1)
    assert when == pytest.approx(0.175, abs=0.004)


def test_a_peak_beside_a_gap_is_not_taken() -> None:
    t = np.arange(60) / 60.0
    x = 20 * np.sin(2 * np.pi * t / 0.8)  # peaks at 0.2 s
    x[10:20] = np.nan
    assert np.isnan(phase_peak(t, x, 0.0, 0.7)[0])
    y = 20 * np.sin(2 * np.pi * t / 0.8)
    y[28:34] = np.nan  # a gap elsewhere does not matter
    assert phase_peak(t, y, 0.0, 0.7)[0] == pytest.approx(20.0, abs=0.05)


def test_too_much_lost_is_no_mean() -> None:
    t = np.arange(60) / 60.0
    x = np.where(t < 0.5, 3.0, np.nan)
    assert phase_mean(t, x, 0.0, 0.45) == pytest.approx(3.0)
    assert np.isnan(phase_mean(t, x, 0.0, 0.95))


def test_uneven_times_are_their_own() -> None:
    """Frames with a hole of 80 ms: a straight line stays a straight line."""
    t = np.array([0, 0.03, 0.07, 0.15, 0.18, 0.2, 0.25])
    assert angle_at(t, 10 * t, np.array([0.1, 0.11])) == pytest.approx([1.0, 1.1])


def test_strides_of_a_sine_lie_on_each_other() -> None:
    t = np.arange(240) / 60.0
    strides = [Stride("left", 0.7 * k + 0.1, 0.7 * k + 0.8, NAN, 0.4, None) for k in range(4)]
    curves = stride_curves(t, np.cos(2 * np.pi * (t - 0.1) / 0.7), strides)
    assert curves.shape == (4, 101)
    assert curves == pytest.approx(np.tile(np.cos(2 * np.pi * PERCENT / 100), (4, 1)), abs=1e-3)
    assert stride_curves(t, t, []).shape == (0, 101)
