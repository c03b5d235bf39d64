"""Strides and what leaves them out, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.gait_contacts import Contact
from endrange.movement.gait_events import Stretch, Swing
from endrange.movement.gait_signals import GRID_S, Signals
from endrange.movement.gait_strides import cut_strides

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
