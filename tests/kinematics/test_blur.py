"""What a blurred picture adds, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.vocabulary import ANGLES, AngleKey
from endrange.kinematics import compute_angles
from endrange.kinematics.blur import blur_findings, blur_sd_deg
from endrange.kinematics.errors import statistic_error


def test_every_angle_has_its_figure_and_sharp_films_add_nothing():
    for angle in ANGLES:
        assert blur_sd_deg(0.032, angle) > 0.5
        assert blur_sd_deg(0.01, angle) == 0.0
        assert blur_sd_deg(None, angle) == 0.0


def test_blur_widens_frames_and_numbers_alike(make_body, side_on):
    body, key = make_body(side_on(40)), AngleKey("knee_flexion", "right")
    sharp, blurred = (compute_angles(body, movement="hold", edge_share=share) for share in (0.005, 0.032))
    extra = 1.8 * 2.0  # two hundredths beyond the free 0.012
    assert np.hypot(sharp.sd_deg[key][0], extra) == pytest.approx(blurred.sd_deg[key][0])
    plateaus = [statistic_error(angles, body, "hold", key, "plateau").sd_deg for angles in (sharp, blurred)]
    assert np.hypot(plateaus[0], extra) == pytest.approx(plateaus[1])
    assert blurred.value_deg[key][0] == sharp.value_deg[key][0]


def test_the_user_is_told_before_a_grade_falls():
    assert blur_findings(None) == blur_findings(0.014) == ()
    (finding,) = blur_findings(0.032)
    assert finding.code == "blurred"
    assert "3.2%" in finding.message
    assert "3.6 degrees" in finding.message
