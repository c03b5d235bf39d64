"""What blur and bad light add, from errors that were put in by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.accuracy.degrade import blurred, compressed, darkened
from endrange.accuracy.make_widening import Point, blur_figures, excess_figures
from endrange.domain.clip import Frame
from endrange.domain.vocabulary import AngleKey

KNEE = AngleKey("knee_flexion", "right")


def point(error_deg, *, copy="as it is", edge=0.005, rejected=0.0, sd=3.0):
    return Point("clip", copy, KNEE, edge, rejected, np.array(error_deg, float), sd)


def test_a_knee_that_moves_by_four_degrees_for_two_hundredths_moves_by_two_for_one():
    sharp, soft = point([1.0, -1.0, np.nan]), point([-3.0, 3.0, 5.0], copy="blurred", edge=0.032)
    assert blur_figures([sharp], [soft]) == {"knee_flexion": pytest.approx(2.0)}


def test_the_excess_is_what_is_missing_in_squares():
    found = excess_figures([point([2.0, -2.0]), point([5.0, -5.0], rejected=0.12)])
    assert found == {(0.0, 0.05): 0.0, (0.1, 0.15): pytest.approx(4.0)}  # 5 of which 3 are said


def test_worse_copies_keep_their_times_and_sizes_and_are_worse():
    edge = np.zeros((64, 64, 3), np.uint8)
    edge[:, 32:] = 200
    frames = [Frame(i, i / 30, edge.copy()) for i in range(3)]
    soft, dark, coarse = blurred(frames, 3.0), darkened(frames, 0.5, 5.0), compressed(frames, 45)
    for worse in (soft, dark, coarse):
        assert [f.time_s for f in worse] == [f.time_s for f in frames]
        assert all(f.image.shape == edge.shape for f in worse)
    slope = np.abs(np.diff(soft[0].image[32, :, 0].astype(float))).max()
    assert slope == pytest.approx(200 / (np.sqrt(2 * np.pi) * 3.0), rel=0.1)
    assert dark[0].image[:, 40:].mean() == pytest.approx(100.0, abs=1.0)
    assert dark[0].image[:, 40:].std() == pytest.approx(5.0, abs=0.3)
