"""The overlay: something where points are, nothing where they are lost, arcs as large as their angles."""

from __future__ import annotations

from dataclasses import replace

import av
import numpy as np
import pytest

from endrange.domain.angles import Bout, View
from endrange.domain.body import Span, Verdict
from endrange.domain.measure import Event
from endrange.domain.progress import Progress
from endrange.domain.skeleton import point
from endrange.domain.vocabulary import AngleKey
from endrange.report import Overlay, write_overlay
from endrange.report.arcs import arc_of
from endrange.report.colours import FILM
from endrange.report.lettering import sprite
from endrange.report.readouts import readouts_of
from endrange.report.strip import Strip, contact_spans

FPS = 60.0


def changed(before, after):
    return (before.image.astype(int) != after.astype(int)).any(axis=2)


def near(mask, at, radius=6):
    x, y = np.round(at).astype(int)
    return mask[max(0, y - radius) : y + radius, max(0, x - radius) : x + radius]


def test_draws_on_the_points_and_not_elsewhere(analysis, grey_frame):
    frame = grey_frame(30)
    drawn = Overlay(analysis).draw(frame)
    mask = changed(frame, drawn)
    assert drawn.shape == frame.image.shape
    assert drawn.dtype == np.uint8
    assert (frame.image == 128).all()  # the frame itself stays as it was
    for part in ("knee", "ankle", "hip"):
        assert near(mask, analysis.body.position_px[30, point("right", part)]).any()
    assert not mask[:100, :300].any()
    assert 0.01 < mask.mean() < 0.25


def test_lost_points_are_not_drawn(analysis, grey_frame):
    frame = grey_frame(30)
    body = analysis.body
    ankle = point("right", "ankle")
    points, verdict = body.position_px.copy(), body.verdict.copy()
    where = points[30, ankle].copy()
    gone = [ankle, point("right", "heel"), point("right", "foot_index")]
    points[30, gone], verdict[30, gone] = np.nan, Verdict.LOST
    made = replace(analysis, body=replace(body, position_px=points, verdict=verdict))
    assert near(changed(frame, Overlay(analysis).draw(frame)), where).any()
    assert not near(changed(frame, Overlay(made).draw(frame)), where).any()


def test_nobody_leaves_the_picture_but_for_the_strip(analysis, grey_frame):
    body = analysis.body
    lost = replace(body, position_px=np.full_like(body.position_px, np.nan), verdict=np.full_like(body.verdict, 3))
    frame = grey_frame(30)
    mask = changed(frame, Overlay(replace(analysis, body=lost)).draw(frame))
    assert not mask[:440].any()
    assert mask[500:].any()


def test_filled_points_are_hollow(analysis, grey_frame):
    frame = grey_frame(30)
    ankle = point("right", "ankle")
    verdict = analysis.body.verdict.copy()
    verdict[30, ankle] = Verdict.FILLED
    made = replace(analysis, body=replace(analysis.body, verdict=verdict))
    x, y = np.round(analysis.body.position_px[30, ankle]).astype(int)
    assert (Overlay(made).draw(frame)[y, x] == 255).all()
    assert (Overlay(analysis).draw(frame)[y, x] != 255).any()


def test_near_side_is_thicker_than_the_far_side(analysis, grey_frame):
    frame = grey_frame(11)  # legs apart
    drawn = Overlay(analysis).draw(frame)
    count = {
        side: int((np.abs(drawn[:440].astype(int) - FILM[side]).max(axis=2) < 25).sum()) for side in ("left", "right")
    }
    assert count["right"] > 1.8 * count["left"]


def test_a_frame_outside_the_analysis_gets_no_body(analysis, grey_frame):
    frame = grey_frame(5000)
    assert not changed(frame, Overlay(analysis).draw(frame))[:440].any()


def test_smaller_pictures_get_scaled_points(analysis, grey_frame):
    frame = grey_frame(30, 480, 270)
    mask = changed(frame, Overlay(analysis).draw(frame))
    assert near(mask, analysis.body.position_px[30, point("right", "knee")] / 2).any()


def test_the_same_every_time(analysis, grey_frame):
    frame = grey_frame(77)
    assert (Overlay(analysis).draw(frame) == Overlay(analysis).draw(frame)).all()


def test_labels_stand_clear_of_the_legs(analysis, grey_frame):
    overlay = Overlay(analysis)
    overlay.draw(grey_frame(0))
    (sized,) = overlay._sizes.values()
    legs = analysis.body.position_px[:, 23:33, 0]
    left, right = np.nanmin(legs), np.nanmax(legs)
    x = sized.where[:, :, 0]
    assert ((x > right) | (x < left)).all()
    rows = np.sort(sized.where[0, :, 1])
    assert (np.diff(rows) > 20).all()


def test_which_angles_are_written(analysis, slow):
    assert [(r.key.angle, r.key.side) for r in readouts_of(analysis)] == [
        ("hip_extension", "right"),
        ("knee_flexion", "right"),
    ]
    left = replace(slow, movement=replace(slow.movement, side="left"))
    assert {r.key.side for r in readouts_of(left)} == {"left"}


def test_a_small_person_gets_thin_bones(analysis, grey_frame):
    middle = np.array([480.0, 270.0])
    small = middle + 0.25 * (analysis.body.position_px - middle)
    frame = grey_frame(11)

    def coloured_across_the_thigh(made):
        hip, knee = made.body.position_px[11, [point("right", "hip"), point("right", "knee")]]
        x, y = (0.3 * hip + 0.7 * knee).round().astype(int)
        row = Overlay(made).draw(frame)[y, x - 8 : x + 8].astype(int)
        return int((np.abs(row - FILM["right"]).max(axis=1) < 60).sum())

    made = replace(analysis, body=replace(analysis.body, position_px=small))
    assert 1 <= coloured_across_the_thigh(made) < coloured_across_the_thigh(analysis)


def test_a_person_who_turns_has_the_angles_of_both_views(analysis):
    front = View("front", "camera", None, None, None, 0.0, 0.5)
    bouts = (Bout(Span(0, 120), analysis.view), Bout(Span(120, 240), front))
    values = {**analysis.angles.value_deg, AngleKey("hip_abduction", "left"): np.full(240, 5.0)}
    made = replace(analysis, angles=replace(analysis.angles, value_deg=values, bouts=bouts))
    assert {r.key.angle for r in readouts_of(made)} == {"hip_extension", "knee_flexion", "hip_abduction"}


def test_both_sides_are_written_face_on(analysis):
    view = View("front", "camera", None, None, None, 0.0, 0.5)
    values = {**analysis.angles.value_deg, AngleKey("pelvic_drop", None): np.full(240, 3.0)}
    values[AngleKey("hip_abduction", "left")] = values[AngleKey("hip_abduction", "right")] = np.full(240, 12.0)
    angles = replace(analysis.angles, value_deg=values, view=view, bouts=(Bout(Span(0, 240), view),))
    keys = [r.key for r in readouts_of(replace(analysis, view=view, angles=angles))]
    assert keys == [
        AngleKey("hip_abduction", "left"),
        AngleKey("hip_abduction", "right"),
        AngleKey("pelvic_drop", None),
    ]


@pytest.mark.parametrize(("facing", "side", "moved_x"), [("right", "right", -50.0), ("left", "left", 50.0)])
def test_arc_starts_where_the_angle_is_zero(facing, side, moved_x):
    points = np.full((33, 2), np.nan)
    points[point(side, "hip")] = (100.0, 100.0)
    points[point(side, "knee")] = (100.0 + moved_x, 100.0 + 86.6)  # 30 degrees back from straight down
    arc = arc_of(AngleKey("thigh_extension", side), 30.0, points, facing)
    assert arc is not None
    assert arc.zero_deg == pytest.approx(90.0, abs=0.01)
    assert abs(arc.sweep_deg) == pytest.approx(30.0)
    assert arc.length_px == pytest.approx(100.0, abs=0.01)


@pytest.mark.parametrize(
    ("facing", "side", "out"), [("camera", "left", 1), ("camera", "right", -1), ("away", "left", -1)]
)
def test_abduction_opens_away_from_the_midline(facing, side, out):
    points = np.full((33, 2), np.nan)
    points[point(side, "hip")] = (100.0, 100.0)
    points[point(side, "knee")] = (100.0 + out * 50.0, 100.0 + 86.6)
    arc = arc_of(AngleKey("hip_abduction", side), 30.0, points, facing)
    assert arc is not None
    assert arc.zero_deg == pytest.approx(90.0, abs=0.01)


def test_no_arc_without_points_value_or_facing():
    points = np.full((33, 2), np.nan)
    key = AngleKey("knee_flexion", "left")
    assert arc_of(key, 30.0, points, "left") is None
    points[:] = 0.0
    assert arc_of(key, 30.0, points, "left") is None  # a segment without length
    points[point("left", "ankle")] = (0.0, 50.0)
    assert arc_of(key, float("nan"), points, "left") is None
    assert arc_of(key, 30.0, points, None) is None
    assert arc_of(AngleKey("trunk_rotation", None), 30.0, points, "camera") is None


def test_contacts_pair_with_the_next_toe_off_of_the_same_foot():
    events = (
        Event("contact", "left", 1.0, 1.0),
        Event("toe_off", "right", 1.1, 1.1),
        Event("toe_off", "left", 1.3, 1.3),
        Event("contact", "left", 2.0, 2.0),  # the film ends before it leaves the ground
        Event("contact", "right", 1.5, 1.75),
    )
    assert contact_spans(events, "left") == [(1.0, 1.3)]
    assert contact_spans(events, "right") == [(1.5, 1.75)]


def test_strip_shows_the_foot_on_the_ground(analysis, grey_frame):
    strip = Overlay(analysis).draw(grey_frame(0))[480:]
    for side in ("left", "right"):
        assert (strip == FILM[side]).all(axis=2).sum() > 200


def test_strip_moves_up_when_the_feet_are_at_the_bottom(analysis, grey_frame):
    low = replace(analysis.body, position_px=analysis.body.position_px + np.array([0.0, 75.0]))
    mask = changed(grey_frame(0), Overlay(replace(analysis, body=low)).draw(grey_frame(0)))
    assert mask[:20].any()
    assert not mask[535:, :200].any()


def test_slow_movement_has_one_row_of_repetitions(slow, grey_frame):
    strip = Overlay(slow).draw(grey_frame(0))[490:]
    assert (strip == FILM["right"]).all(axis=2).any()
    assert not (strip == FILM["left"]).all(axis=2).any()


def test_film_has_every_frame_at_its_time(analysis, grey_frame, tmp_path):
    path = tmp_path / "overlay.mp4"
    seen: list[Progress] = []
    write_overlay(analysis, (grey_frame(i, 480, 270) for i in range(12)), path, seen.append)
    with av.open(str(path)) as film:
        frames = list(film.decode(video=0))
        assert film.streams.video[0].codec_context.name == "h264"
    assert [round(float(frame.pts * frame.time_base) * FPS) for frame in frames] == list(range(12))
    assert (frames[0].width, frames[0].height) == (480, 270)
    assert [(step.done, step.total) for step in seen][-1] == (12, 240)
    drawn = frames[5].to_ndarray(format="rgb24")
    assert np.ptp(drawn[:200].astype(int)) > 100


def test_an_interrupted_film_leaves_nothing(analysis, grey_frame, tmp_path):
    def broken():
        yield grey_frame(0)
        raise RuntimeError("the clip broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        write_overlay(analysis, broken(), tmp_path / "overlay.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_frame_that_does_not_fit_ends_the_film(analysis, grey_frame, tmp_path):
    """Encoding runs beside drawing; what goes wrong there is still the caller's to know."""
    frames = [grey_frame(0, 480, 270), *(grey_frame(i, 240, 136) for i in range(1, 12))]
    with pytest.raises(ValueError, match="240 × 136 px in a film of"):
        write_overlay(analysis, frames, tmp_path / "overlay.mp4")
    assert not list(tmp_path.iterdir())


def test_numbers_and_times_are_not_kept(analysis, grey_frame):
    """Small things kept from frame to frame would break up the memory that the next picture needs."""
    overlay = Overlay(analysis)
    overlay.draw(grey_frame(10))
    kept = sprite.cache_info().currsize
    for i in range(11, 40):
        overlay.draw(grey_frame(i))
    assert sprite.cache_info().currsize == kept


def _moved(analysis, frame, part):
    verdict = analysis.body.verdict.copy()
    verdict[frame, point("right", part)] = Verdict.MOVED
    return replace(analysis, body=replace(analysis.body, verdict=verdict))


def test_a_point_moved_by_hand_is_a_diamond_with_a_white_rim(analysis, grey_frame):
    """Larger than any dot, so that its shape tells it where colours do not."""
    frame, knee = grey_frame(30), point("right", "knee")
    x, y = np.round(analysis.body.position_px[30, knee]).astype(int)
    drawn, plain = Overlay(_moved(analysis, 30, "knee")).draw(frame), Overlay(analysis).draw(frame)
    rim = [drawn[y + dy, x + dx] for dx, dy in ((0, -8), (0, 8), (-8, 0), (8, 0))]
    assert (np.array(rim) > 200).all()
    assert (drawn[y - 9, x + 9] == plain[y - 9, x + 9]).all()  # a square's corner is not drawn on


def test_the_strip_says_what_a_diamond_means_where_there_is_one(analysis, grey_frame):
    frame = grey_frame(100)
    changed_in = (Overlay(_moved(analysis, 30, "knee")).draw(frame) != Overlay(analysis).draw(frame)).any(axis=2)
    assert changed_in[480:, 100:260].sum() > 100  # beside the title, in every frame
    assert not changed_in[:470].any()


def test_where_the_title_leaves_no_room_the_meaning_stands_below_it(analysis, grey_frame):
    long = replace(analysis, movement=replace(analysis.movement, name="unknown"))
    narrow = [Strip(made, 260, 540, letter_px=20, at_top=False).height for made in (long, _moved(long, 30, "knee"))]
    wide = [Strip(made, 960, 540, letter_px=20, at_top=False).height for made in (long, _moved(long, 30, "knee"))]
    assert narrow[1] > narrow[0] + 20
    assert wide[0] == wide[1] == narrow[0]
