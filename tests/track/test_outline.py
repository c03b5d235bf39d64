"""A shank whose points lean too little, and whose outline leans as it does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from endrange.domain.analysis import MovementLabel
from endrange.domain.body import Body, Span
from endrange.domain.looks import OUTLINE_SHARES, Looks
from endrange.domain.skeleton import point
from endrange.track import follow_outline

N = 120
TIME_S = np.arange(N) / 30.0
LENGTH = 100.0
LEAN = 25.0 * np.sin(np.pi * np.arange(N) / N) ** 2  # up to 25 degrees and back
ANKLE = np.array([200.0, 300.0])
LUNGE = MovementLabel("knee_to_wall", 1.0, "right", "active")
LEFT_AHEAD = np.array([150.0, 0.0])


def shank(lean_deg: np.ndarray) -> np.ndarray:
    """(n, 2) from ankle to knee; leaning to the right."""
    lean = np.radians(lean_deg)
    return LENGTH * np.stack([np.sin(lean), -np.cos(lean)], axis=-1)


def filmed(lean_deg: np.ndarray = LEAN, share: float = 0.9, offset_deg: float = 3.0) -> tuple[Body, Looks]:
    """Points lean ``share`` of the way; the outline, 30 px wide, leans all of it and lies ``offset_deg`` off."""
    position = np.full((N, 33, 2), np.nan)
    for side, shift in (("right", 0.0), ("left", LEFT_AHEAD)):
        position[:, point(side, "ankle")] = ANKLE + shift
        position[:, point(side, "knee")] = ANKLE + shift + shank(share * lean_deg)
    # picture angles run from x to y: leaning to the right turns the line from knee to ankle the same way
    slope = -np.tan(np.radians((1 - share) * lean_deg + offset_deg))
    middle = slope[:, None] * LENGTH * (np.array(OUTLINE_SHARES) - 0.5)
    edges = np.stack([15.0 + middle, 15.0 - middle], axis=-1)
    outline = np.repeat(edges[:, None, None], 2, axis=2).astype(np.float32)
    verdict = np.zeros((N, 33), np.int8)
    known = np.where(np.isfinite(position[..., 0]), 1.0, np.nan)
    body = Body(
        TIME_S, position, known, known, np.full((N, 33, 3), np.nan), verdict, verdict[:, None], (Span(0, N),),
        ("heavy",), (640, 480), 4.0, 1, 1,
    )  # fmt: skip
    looks = Looks(
        TIME_S, ("heavy",), position[:, None, None].astype(np.float32), known[:, None, None],
        np.full((N, 1, 1, 33, 3), np.nan), (640, 480), "openvino", (), outline,
    )  # fmt: skip
    return body, looks


def lean_of(body: Body, side: str) -> np.ndarray:
    x, y = (body.position_px[:, point(side, "knee")] - body.position_px[:, point(side, "ankle")]).T
    return np.degrees(np.arctan2(x, -y))


def test_the_standing_shank_of_a_lunge_leans_as_its_outline_does():
    """90 % of 25 degrees become 25; where the shank is most upright nothing changes, whatever the outline's offset."""
    body, looks = filmed()
    out, findings = follow_outline(body, looks, LUNGE, "knee_to_wall")
    assert findings == ()
    assert lean_of(body, "right").max() == pytest.approx(22.5, abs=0.01)
    assert lean_of(out, "right").max() == pytest.approx(25.0, abs=0.15)
    assert lean_of(out, "right")[0] == pytest.approx(0.0, abs=0.15)
    np.testing.assert_array_equal(lean_of(out, "left"), lean_of(body, "left"))
    moved = [i for i in range(33) if not np.array_equal(out.position_px[:, i], body.position_px[:, i], equal_nan=True)]
    assert moved == [point("right", "knee")]
    length = np.linalg.norm(out.position_px[:, point("right", "knee")] - ANKLE, axis=-1)
    np.testing.assert_allclose(length, LENGTH)


def test_both_legs_where_both_are_asked_for():
    body, looks = filmed()
    out, _ = follow_outline(body, looks, LUNGE, "on")
    assert lean_of(out, "left").max() == pytest.approx(25.0, abs=0.15)


def test_strides_only_when_asked_for_and_about_their_median():
    body, looks = filmed()
    run = MovementLabel("running", 1.0, None, "active")
    assert follow_outline(body, looks, run, "knee_to_wall")[0] is body
    out, _ = follow_outline(body, looks, run, "on")
    turned = lean_of(out, "right") - lean_of(body, "right")
    assert np.ptp(lean_of(out, "right")) == pytest.approx(25.0, abs=0.3)
    assert np.median(turned) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(("choice", "name"), [("off", "knee_to_wall"), ("on", "hold"), ("on", "hip_car")])
def test_left_alone_where_it_is_off_or_does_not_help(choice: str, name: str):
    body, looks = filmed()
    assert follow_outline(body, looks, MovementLabel(name, 1.0, "right", "active"), choice)[0] is body  # type: ignore[arg-type]


def test_the_look_that_named_the_other_leg_is_understood():
    """Both legs exchanged in the look: each outline still goes to the shank that it lies on."""
    body, looks = filmed()
    exchanged = looks.position_px.copy()
    for part in ("knee", "ankle"):
        pair = [point("left", part), point("right", part)]
        exchanged[..., pair, :] = looks.position_px[..., pair[::-1], :]
    widened = looks.outline_px.copy()
    widened[:, :, 1] = np.nan  # of the leg that it calls the right one, and is the left
    out, _ = follow_outline(body, replace(looks, position_px=exchanged, outline_px=widened), LUNGE, "on")
    assert lean_of(out, "right").max() == pytest.approx(25.0, abs=0.15)
    np.testing.assert_allclose(lean_of(out, "left"), lean_of(body, "left"))


def test_where_the_other_leg_widens_the_outline_it_does_not_count():
    """A third of the frames, at the top, with 40 px more on one side: bridged by nothing, not believed."""
    body, looks = filmed()
    outline = looks.outline_px.copy()
    outline[45:75, ..., 0] += 40.0 * np.linspace(0.5, 1.5, 15, dtype=np.float32)
    out, _ = follow_outline(body, replace(looks, outline_px=outline), LUNGE, "knee_to_wall")
    np.testing.assert_allclose(lean_of(out, "right")[52:68], lean_of(body, "right")[52:68], atol=0.3)


def test_landmarks_without_an_outline_say_so():
    body, looks = filmed()
    out, findings = follow_outline(body, replace(looks, outline_px=None), LUNGE, "knee_to_wall")
    assert out is body
    assert [f.code for f in findings] == ["no_outline"]
