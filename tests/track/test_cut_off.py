"""What the picture's edge cuts off is missing, and said."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from endrange.domain.body import Verdict
from endrange.domain.skeleton import PAIRS
from endrange.track import one_body

sys.path.insert(0, str(Path(__file__).parent))
from track_walkers import seen_by, stepping, with_points

SHOULDERS = list(PAIRS["shoulder"])
FEET = [i for part in ("ankle", "heel", "foot_index") for i in PAIRS[part]]


def test_shoulders_drawn_to_the_edge_are_no_sight() -> None:
    """Shoulders above the picture, which networks draw 2 px below its upper edge, from start to end."""
    looks = seen_by(stepping(at_px=(600.0, 60.0)), noise_px=0.5)
    position = looks.position_px.copy()
    position[..., SHOULDERS, 1] = 2.0
    body, findings = one_body(with_points(looks, position))
    assert np.isnan(body.position_px[:, SHOULDERS]).all()
    assert (body.verdict[:, list(PAIRS["hip"])] == Verdict.GIVEN).all()
    assert findings == ()  # filmed so: what needs the shoulders is refused with its own reason


def test_feet_that_leave_the_picture_are_said_with_what_to_do() -> None:
    """The lower edge cuts the feet off in the middle third of two seconds; networks draw them at the edge."""
    looks = seen_by(stepping(), noise_px=0.5)
    position = looks.position_px.copy()
    position[40:80, ..., FEET, 1] = looks.size_px[1] - 3.0
    body, findings = one_body(with_points(looks, position))
    assert np.isnan(body.position_px[45:75, FEET]).all()
    assert [finding.code for finding in findings] == ["cut_off"]
    assert "the feet in 33% of the frames" in findings[0].message
    assert "farther away" in str(findings[0].suggestion)
    ((start, end),) = findings[0].spans_s
    assert (start, end) == (round(40 / 60, 4), round(80 / 60, 4))


def test_a_joint_well_inside_stays() -> None:
    """Ten px from the edge, of a body of 410 px: more than the margin of 1.5 per cent."""
    looks = seen_by(stepping(at_px=(600.0, 60.0)), noise_px=0.5)
    position = looks.position_px.copy()
    position[..., SHOULDERS, 1] = 10.0
    body, _ = one_body(with_points(looks, position))
    assert np.isfinite(body.position_px[:, SHOULDERS]).all()


def test_legs_without_a_trunk_are_not_believed() -> None:
    """MoveNet sees neither head nor shoulders in the second half; BlazePose is sure of everything."""
    looks = seen_by(stepping(), noise_px=0.5)
    score = looks.score.copy()
    movenet = [i for i, name in enumerate(looks.names) if name.startswith("movenet")]
    for look in movenet:
        score[60:, look, 0, [0, *PAIRS["ear"]]] = 0.1
        score[60:, look, 0, SHOULDERS] = 0.3
    body, findings = one_body(replace(looks, score=score))
    assert np.isnan(body.position_px[62:]).all()
    assert np.isfinite(body.position_px[:58, list(PAIRS["knee"])]).all()
    assert [finding.code for finding in findings] == ["only_legs"]
    assert "50% of the frames" in findings[0].message


def test_a_head_out_of_the_picture_is_no_harm_while_the_shoulders_are_seen() -> None:
    looks = seen_by(stepping(), noise_px=0.5)
    score = looks.score.copy()
    score[..., [0, *PAIRS["ear"]]] = 0.1
    body, findings = one_body(replace(looks, score=score))
    assert np.isfinite(body.position_px[:, list(PAIRS["knee"])]).all()
    assert findings == ()


def test_legs_from_start_to_end_give_an_empty_body_and_a_reason() -> None:
    looks = seen_by(stepping(), noise_px=0.5)
    score = looks.score.copy()
    score[..., [0, *PAIRS["ear"], *PAIRS["shoulder"]]] = 0.1
    body, findings = one_body(replace(looks, score=score))
    assert np.isnan(body.position_px).all()
    assert [finding.code for finding in findings] == ["only_legs"]
