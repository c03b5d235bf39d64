"""Corrections by hand on a body: spans lost, legs exchanged, points moved, and how a moved point bends the path."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.body import Body, Span, Verdict
from endrange.domain.corrections import NOTHING, Corrections, Dropped, Moved
from endrange.domain.skeleton import point
from endrange.track import corrected, smooth
from endrange.track.corrected import HAND
from endrange.track.smooth import TWO_PASSES


def _body() -> Body:
    """Ten frames, a tenth of a second apart; each point stands at its own index."""
    position = np.tile(np.arange(33.0)[None, :, None], (10, 1, 2))
    plain = np.zeros((10, 33))
    return Body(
        np.arange(10) / 10, position, plain, plain + 1, np.zeros((10, 33, 3)), np.zeros((10, 33), np.int8),
        np.zeros((10, 2, 33), np.int8), (Span(0, 10),), ("heavy", "movenet"), (640, 480), None, 1, 1,
    )  # fmt: skip


def test_a_span_left_out_is_lost_and_the_rest_untouched() -> None:
    body = corrected(_body(), Corrections(leave_out=((0.2, 0.5),)))
    lost = np.isnan(body.position_px).all(axis=(1, 2))
    assert lost.tolist() == [False, False, True, True, True, False, False, False, False, False]
    assert (body.verdict[2:5] == Verdict.LOST).all()
    assert (body.verdict[5:] == Verdict.GIVEN).all()


def test_legs_change_places_within_the_span_alone() -> None:
    body = corrected(_body(), Corrections(exchange_legs=((0.0, 0.3),)))
    left, right = point("left", "knee"), point("right", "knee")
    assert body.position_px[:4, left, 0].tolist() == [right, right, right, left]
    assert body.position_px[0, point("left", "shoulder"), 0] == point("left", "shoulder")
    assert body.verdict[0, left] == Verdict.EXCHANGED
    assert body.verdict[3, left] == Verdict.GIVEN


def test_a_dropped_stride_loses_the_middle_of_its_leg_alone() -> None:
    body = corrected(_body(), Corrections(drop=(Dropped(0.0, 1.0, "left"),)))
    knee, other = point("left", "knee"), point("right", "knee")
    assert np.isnan(body.position_px[:, knee, 0]).tolist() == [False] * 2 + [True] * 6 + [False] * 2
    assert np.isfinite(body.position_px[:, [other, point("left", "hip")]]).all()
    assert body.verdict[5, knee] == Verdict.LOST


def test_exchanged_twice_is_as_before() -> None:
    said = Corrections(exchange_legs=((0.0, 1.0),))
    np.testing.assert_array_equal(corrected(corrected(_body(), said), said).position_px, _body().position_px)


def test_without_corrections_nothing_is_copied() -> None:
    body = _body()
    assert corrected(body, NOTHING) is body


ANKLE, KNEE = point("left", "ankle"), point("left", "knee")
FPS = 60.0
CUTOFF_HZ = 6.0


def _film(n: int = 121, speed_px_s: float = 0.0) -> Body:
    """Somebody 500 px tall at 60 frames a second; every point moves to the right at one speed."""
    body = _body()
    place = {"shoulder": 100.0, "hip": 250.0, "knee": 375.0, "ankle": 500.0, "heel": 510.0, "foot_index": 510.0}
    position = np.zeros((n, 33, 2))
    for part, y in place.items():
        position[:, [point("left", part), point("right", part)]] = 300.0, y
    position[..., 0] += speed_px_s * np.arange(n)[:, None] / FPS
    plain = np.ones((n, 33))
    return replace(
        body, time_s=np.arange(n) / FPS, position_px=position, doubt_px=plain, score=plain,
        world_m=np.zeros((n, 33, 3)), verdict=np.zeros((n, 33), np.int8), look_verdict=np.zeros((n, 2, 33), np.int8),
        runs=(Span(0, n),),
    )  # fmt: skip


def test_a_moved_point_is_where_it_was_put_and_says_so() -> None:
    body = corrected(_film(), Corrections(move=(Moved(0.5, "left", "ankle", 310.0, 490.0),)))
    assert body.position_px[30, ANKLE].tolist() == [310.0, 490.0]
    assert body.verdict[30, ANKLE] == Verdict.MOVED
    assert body.doubt_px[30, ANKLE] == pytest.approx(640 * HAND)
    assert np.isnan(body.world_m[30, ANKLE]).all()
    assert (body.verdict == Verdict.MOVED).sum() == 1
    np.testing.assert_array_equal(body.position_px[[29, 31], ANKLE], _film().position_px[[29, 31], ANKLE])


def test_the_path_bends_to_a_moved_point_and_back_without_a_spike() -> None:
    """At rest, one point is moved by 1 px: the path is the spline's answer to it, e^-at (cos at + sin at)."""
    still = _film(481)
    still = replace(still, time_s=np.arange(481) / 240.0)
    body = corrected(still, Corrections(move=(Moved(1.0, "left", "ankle", 301.0, 500.0),)))
    path = smooth(body, CUTOFF_HZ).position_px[:, ANKLE, 0] - 300.0
    at = np.abs(body.time_s - 1.0) * 2 * np.pi * CUTOFF_HZ / TWO_PASSES / np.sqrt(2.0)
    np.testing.assert_allclose(path, np.exp(-at) * (np.cos(at) + np.sin(at)), atol=0.01)
    assert path[240] == pytest.approx(1.0, abs=0.01)
    assert path[236] == pytest.approx(0.79, abs=0.01)  # a sixtieth of a second before
    np.testing.assert_allclose(
        smooth(body, CUTOFF_HZ).position_px[:, KNEE], smooth(still, CUTOFF_HZ).position_px[:, KNEE]
    )


@pytest.mark.parametrize("cutoff_hz", [2.0, 6.0, 12.0])
@pytest.mark.parametrize("moved_px", [3.0, 60.0])
def test_however_strong_the_smoothing_the_point_stays_where_it_was_put(cutoff_hz: float, moved_px: float) -> None:
    """On somebody who passes at 200 px a second, far moves as near ones, whatever the networks say beside them."""
    put = 300.0 + 200.0 + moved_px
    body = corrected(_film(speed_px_s=200.0), Corrections(move=(Moved(1.0, "left", "ankle", put, 500.0),)))
    path = smooth(body, cutoff_hz).position_px[:, ANKLE, 0]
    assert path[60] == pytest.approx(put, abs=0.02 * moved_px)
    assert path[[0, 120]] == pytest.approx([300.0, 700.0], abs=0.1)


def test_an_outlier_put_right_is_as_if_it_had_never_been() -> None:
    """The network jumps by 80 px for three frames; a hand puts each of them back on the line."""
    clean = _film(speed_px_s=200.0)
    position = clean.position_px.copy()
    position[59:62, ANKLE, 0] += 80.0
    moves = tuple(Moved(i / FPS, "left", "ankle", *clean.position_px[i, ANKLE]) for i in (59, 60, 61))
    body = corrected(replace(clean, position_px=position), Corrections(move=moves))
    np.testing.assert_allclose(smooth(body, CUTOFF_HZ).position_px[:, ANKLE], clean.position_px[:, ANKLE], atol=0.01)


def test_between_two_places_near_in_time_the_network_has_no_say() -> None:
    """Frames 57 to 63 are wrong by 80 px; the ends put right, what lies between is interpolated."""
    clean = _film(speed_px_s=200.0)
    position = clean.position_px.copy()
    position[57:64, ANKLE, 0] += 80.0
    ends = tuple(Moved(i / FPS, "left", "ankle", *clean.position_px[i, ANKLE]) for i in (57, 63))
    body = corrected(replace(clean, position_px=position), Corrections(move=ends))
    np.testing.assert_allclose(body.position_px[:, ANKLE], clean.position_px[:, ANKLE], atol=0.5)
    assert (body.verdict[58:63, ANKLE] == Verdict.FILLED).all()
    assert (body.verdict[[56, 64], ANKLE] == Verdict.GIVEN).all()


def test_places_far_apart_in_time_leave_what_lies_between_as_it_is() -> None:
    ends = (Moved(0.5, "left", "ankle", 300.0, 490.0), Moved(0.7, "left", "ankle", 300.0, 490.0))
    body = corrected(_film(), Corrections(move=ends))
    assert (body.verdict[31:42, ANKLE] == Verdict.GIVEN).all()


def test_a_point_put_into_a_gap_closes_it_where_it_is_short() -> None:
    """The toes are lost in 12 frames, which nothing fills; put in their place in the middle, they are known again."""
    toes, clean = point("left", "foot_index"), _film(speed_px_s=200.0)
    position, verdict = clean.position_px.copy(), clean.verdict.copy()
    position[54:66, toes], verdict[54:66, toes] = np.nan, Verdict.LOST
    lost = replace(clean, position_px=position, verdict=verdict)
    body = corrected(lost, Corrections(move=(Moved(1.0, "left", "foot_index", *clean.position_px[60, toes]),)))
    np.testing.assert_allclose(body.position_px[:, toes], clean.position_px[:, toes], atol=0.1)
    assert body.verdict[60, toes] == Verdict.MOVED
    assert (np.delete(body.verdict[54:66, toes], 6) == Verdict.FILLED).all()
    assert np.isfinite(body.doubt_px[54:66, toes]).all()


def test_a_place_outside_the_part_that_is_measured_is_ignored() -> None:
    body = corrected(_film(), Corrections(move=(Moved(9.0, "left", "ankle", 0.0, 0.0),)))
    np.testing.assert_array_equal(body.position_px, _film().position_px)


def test_a_moved_point_counts_for_the_leg_as_it_is_named_after_exchange() -> None:
    said = Corrections(exchange_legs=((0.0, 2.0),), move=(Moved(0.5, "left", "ankle", 1.0, 2.0),))
    assert corrected(_film(), said).position_px[30, ANKLE].tolist() == [1.0, 2.0]
