"""Contact and toe-off of bodies whose feet are put on the ground at known moments."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.gait_contacts import Contact, find_contacts
from endrange.movement.gait_events import find_stretches
from endrange.movement.gait_signals import gait_signals
from endrange.movement.protocol import Motion
from endrange.synthetic.motions import CONTACT_SHARE, frame_times, running

STRIDE_S = 0.72


def contacts_of(motion: Motion) -> tuple[Contact, ...]:
    (signals,) = gait_signals(motion)
    (stretch,) = find_stretches(signals)
    return find_contacts(stretch, "running")


@pytest.mark.parametrize("fps", [30.0, 60.0])
@pytest.mark.parametrize("seen_from", ["right", "left"])
def test_the_right_foot_lands_at_whole_strides(film_motion, seen_from: str, fps: float) -> None:  # type: ignore[no-untyped-def]
    """A body that falls freely between stances of 39 % of the stride; the method's constants come from elsewhere."""
    contacts = contacts_of(film_motion(running(frame_times(10.0, fps), stride_s=STRIDE_S), seen_from))
    for side, phase in (("right", 0.0), ("left", 0.5)):
        own = [c for c in contacts if c.side == side]
        landed = np.array([c.contact_s for c in own]) / STRIDE_S - phase
        assert np.abs(landed - np.round(landed)).max() * STRIDE_S < 0.02
        stood = np.array([c.duration_s for c in own if np.isfinite(c.toe_off_s)])
        assert len(stood) >= len(own) - 1
        assert np.median(stood) == pytest.approx(CONTACT_SHARE * STRIDE_S, abs=0.025)


@pytest.mark.parametrize("fps", [30.0, 60.0])
def test_steps_are_even_to_a_fraction_of_a_frame(film_motion, fps: float) -> None:  # type: ignore[no-untyped-def]
    contacts = contacts_of(film_motion(running(frame_times(10.0, fps), stride_s=STRIDE_S), "right"))
    assert np.diff([c.contact_s for c in contacts]) == pytest.approx(STRIDE_S / 2, abs=0.2 / fps)
    assert [c.side for c in contacts[:2]] in (["left", "right"], ["right", "left"])


@pytest.mark.parametrize("seen_from", ["back", "front"])
def test_from_behind_the_hips_tell(film_motion, seen_from: str) -> None:  # type: ignore[no-untyped-def]
    contacts = contacts_of(film_motion(running(frame_times(10.0, 60.0), stride_s=STRIDE_S), seen_from))
    right = np.array([c.contact_s for c in contacts if c.side == "right"]) / STRIDE_S
    assert np.abs(right - np.round(right)).max() * STRIDE_S < 0.06  # a constant: these hips are moved by the feet alone
    assert np.diff([c.contact_s for c in contacts]) == pytest.approx(STRIDE_S / 2, abs=0.01)


def test_a_landing_read_from_another_bump_of_the_hips_is_the_legs_usual_one(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The hips' way comes 110 ms late around one landing, the foot's does not."""
    from dataclasses import replace

    (signals,) = gait_signals(film_motion(running(frame_times(10.0, 60.0), stride_s=STRIDE_S), "back"))
    (stretch,) = find_stretches(signals)
    usual = find_contacts(stretch, "running")
    k = len(usual) // 2
    late_s = 0.11 * np.exp(-0.5 * ((signals.time_s - usual[k].contact_s) / 0.12) ** 2)
    hip = np.interp(signals.time_s - late_s, signals.time_s, signals.hip)
    found = find_contacts(replace(stretch, signals=replace(signals, hip=hip)), "running")
    assert len(found) == len(usual)
    assert found[k].contact_s == pytest.approx(usual[k].contact_s, abs=0.02)


def test_a_camera_that_looks_down_does_not_move_the_toe_off(film_motion) -> None:  # type: ignore[no-untyped-def]
    """The same clip with the ground climbing by 10 % along the picture, as from above and aside."""
    from dataclasses import replace

    motion = film_motion(running(frame_times(10.0, 60.0), stride_s=STRIDE_S), "right")
    position = motion.body.position_px.copy()
    position[..., 1] -= 0.1 * (position[..., 0] - 640)
    tilted = contacts_of(replace(motion, body=replace(motion.body, position_px=position)))
    level = contacts_of(motion)
    apart = [a.toe_off_s - b.toe_off_s for a, b in zip(tilted, level, strict=True)]
    assert np.nanmax(np.abs(apart)) < 0.012


def test_a_foot_that_is_not_seen_to_land_has_no_contact(film_motion) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    motion = film_motion(running(frame_times(6.0, 60.0), stride_s=STRIDE_S), "right")
    position = motion.body.position_px.copy()
    position[205:235, [26, 28, 30, 32]] = np.nan  # the right leg, around its contact at 3.6 s
    contacts = contacts_of(replace(motion, body=replace(motion.body, position_px=position)))
    assert not [c for c in contacts if c.side == "right" and 3.4 < c.contact_s < 3.8]
    assert [c for c in contacts if c.side == "right" and 4.2 < c.contact_s < 4.4]
