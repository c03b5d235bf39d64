"""Looks that contradict each other about a leg, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.body import Verdict
from endrange.domain.corrections import Corrections, Moved
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import compute_angles
from endrange.kinematics.contradiction import contradiction_findings, rejected_share
from endrange.kinematics.errors import statistic_error
from endrange.track import corrected


def contradicted(body, share):
    """The same as seen by four looks, of which so many have their knee and ankle of the right leg thrown out."""
    looks = np.zeros((body.n_frames, 4, 33), np.int8)
    out = int(share * looks.size / 33)
    looks[:, :, [26, 28]] = np.where(np.arange(looks.size // 33) < out, Verdict.LOST, 0).reshape(-1, 4)[..., None]
    return replace(body, looks=("heavy", "heavy_mirror", "movenet", "movenet_mirror"), look_verdict=looks)


def test_sightings_thrown_out_widen_their_leg_and_say_so(make_body, side_on):
    sure, doubtful = (contradicted(make_body(side_on(40)), share) for share in (0.0, 0.2))
    thigh = {side: AngleKey("thigh_extension", side) for side in ("left", "right")}
    before, after = (compute_angles(body, movement="hold") for body in (sure, doubtful))
    extra = {s: np.sqrt(after.sd_deg[k][0] ** 2 - before.sd_deg[k][0] ** 2) for s, k in thigh.items()}
    assert extra["right"] == pytest.approx(12.0)  # 100 degrees for each share beyond 0.08
    assert extra["left"] == pytest.approx(0.0)
    plateau = [
        statistic_error(a, b, "hold", thigh["right"], "plateau").sd_deg for a, b in ((before, sure), (after, doubtful))
    ]
    assert plateau[1] ** 2 - plateau[0] ** 2 == pytest.approx(144.0)
    assert contradiction_findings(sure) == ()
    (finding,) = contradiction_findings(doubtful)
    assert finding.code == "looks_contradict"
    assert "right leg" in finding.message
    assert "20%" in finding.message


def test_a_leg_of_contradictions_is_refused_with_the_reason(make_body, side_on):
    angles = compute_angles(contradicted(make_body(side_on(40)), 0.4), movement="hold")
    assert "contradicts itself" in angles.refused[AngleKey("knee_flexion", "right")]
    assert np.isnan(angles.value_deg[AngleKey("knee_flexion", "right")]).all()
    assert AngleKey("knee_flexion", "left") not in angles.refused
    assert AngleKey("trunk_lean", None) not in angles.refused


def test_a_look_that_never_knew_a_leg_and_a_leg_out_of_the_picture_contradict_nothing(make_body, side_on):
    body = contradicted(make_body(side_on(40)), 0.0)
    never, gone = body.look_verdict.copy(), body.look_verdict.copy()
    never[:, 3] = Verdict.LOST
    gone[:20, :, [26, 28]] = Verdict.LOST
    position = body.position_px.copy()
    position[:20, [26, 28]] = np.nan
    assert rejected_share(replace(body, look_verdict=never), "right") == 0.0
    assert rejected_share(replace(body, look_verdict=gone, position_px=position), "right") == 0.0
    assert rejected_share(body, None) == 0.0


def test_what_a_hand_put_in_its_place_contradicts_nothing(make_body, side_on):
    """Knee and ankle are put right in every other frame of half the clip, and joined between: nobody doubts them."""
    body = contradicted(make_body(side_on(40)), 0.0)
    places = {"knee": body.position_px[0, 26], "ankle": body.position_px[0, 28]}
    moves = tuple(
        Moved(float(body.time_s[i]), "right", part, float(x), float(y))
        for part, (x, y) in places.items()
        for i in range(10, 30, 2)
    )
    by_hand = corrected(body, Corrections(move=moves))
    assert (by_hand.verdict[10:29, [26, 28]] != Verdict.GIVEN).all()
    assert rejected_share(by_hand, "right") == 0.0
    assert contradiction_findings(by_hand) == ()
