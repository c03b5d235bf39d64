"""The arc of a circling thigh, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.movement.arc import N_SECTORS, Arc, arc_of, best_of, closure_deg, coverage, direction, name_of, skipped


def test_azimuth_of_the_four_pure_directions() -> None:
    azimuth, reach = direction(np.array([-90.0, 0.0, 30.0, 0.0]), np.array([0.0, 40.0, 0.0, -20.0]))
    assert azimuth == pytest.approx([0, 90, 180, 270])
    assert reach == pytest.approx([90, 40, 30, 20])


def test_flexion_and_abduction_together_reach_further_than_either() -> None:
    """cos(reach) = cos 60 * cos 45."""
    _, reach = direction(np.array([-60.0]), np.array([45.0]))
    assert reach[0] == pytest.approx(np.degrees(np.arccos(0.5 * np.sqrt(0.5))))


def test_a_full_cone_of_sixty_degrees_has_a_solid_angle_of_pi() -> None:
    azimuth = np.arange(0, 361, 2.0)
    arc = arc_of(azimuth, np.full(len(azimuth), 60.0))
    assert arc.reach_deg == pytest.approx(np.full(N_SECTORS, 60.0))
    assert arc.solid_angle == pytest.approx(np.pi)


def test_half_the_turn_covers_half() -> None:
    whole = arc_of(np.arange(0, 361, 2.0), np.full(181, 60.0))
    half = arc_of(np.arange(0, 180, 2.0), np.full(90, 60.0))
    assert coverage(half, whole) == pytest.approx(0.5)
    assert skipped(half, whole) == [(190.0, 350.0)]  # but for the neighbours of what was reached


def test_sectors_passed_unseen_are_neither_reached_nor_skipped() -> None:
    azimuth, reach = np.arange(0, 361, 2.0), np.full(181, 60.0)
    azimuth[30:60] = np.nan
    arc = arc_of(azimuth, reach)
    assert np.isnan(arc.reach_deg[6:12]).all()
    assert coverage(arc, arc_of(np.arange(0, 361, 2.0), reach)) == pytest.approx(1.0)
    assert skipped(arc, arc_of(np.arange(0, 361, 2.0), reach)) == []


def test_rest_has_no_direction() -> None:
    assert arc_of(np.arange(0, 361, 2.0), np.full(181, 5.0)).solid_angle == 0.0


def test_the_best_of_two_circles_takes_the_larger_reach() -> None:
    low, high = Arc(np.full(N_SECTORS, 20.0)), Arc(np.r_[np.full(18, 30.0), np.full(18, np.nan)])
    assert best_of([low, high]).reach_deg == pytest.approx(np.r_[np.full(18, 30.0), np.full(18, 20.0)])
    assert np.isnan(best_of([]).reach_deg).all()


def test_directions_have_names() -> None:
    assert [name_of(a) for a in (0, 90, 135, 180, 270, 350)] == [
        "forward", "outward", "backward and outward", "backward", "inward", "forward",
    ]  # fmt: skip


def test_a_circle_that_ends_ten_degrees_off_is_open_by_ten() -> None:
    assert closure_deg(np.array([90.0, 40.0, 90.0]), np.array([10.0, 60.0, 20.0])) == pytest.approx(10)
