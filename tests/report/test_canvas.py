"""A film's own planes get what an RGB picture gets, and nothing beside it."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.report import Overlay
from endrange.report.canvas import Canvas, plane_value
from endrange.report.colours import BLACK, FILM, WHITE
from endrange.report.lettering import lay, sprite
from endrange.video.film import FilmMaker


def planes_of(image):
    return tuple(plane.copy() for plane in FilmMaker().of_image(image, 0.0).planes())


def test_planes_of_plain_colours_by_hand():
    """White is the most of luma and no colour; limited range: 16 to 235 and 16 to 240 about 128."""
    assert [plane_value(kind, WHITE) for kind in ("y", "u", "v")] == [235, 128, 128]
    assert [plane_value(kind, BLACK) for kind in ("y", "u", "v")] == [16, 128, 128]
    assert plane_value("u", (0, 0, 255)) == 240
    assert plane_value("v", (255, 0, 0)) == 240
    assert plane_value("y", (0, 255, 0)) == round(16 + 219 * 0.7152)


@pytest.mark.parametrize("colour", [FILM["left"], FILM["right"], WHITE])
def test_colours_are_those_that_the_encoder_would_have(colour):
    picture = np.full((64, 96, 3), 60, np.uint8)
    for kind, plane in zip(("y", "u", "v"), planes_of(np.full_like(picture, colour)), strict=True):
        assert abs(int(plane[10, 10]) - plane_value(kind, colour)) <= 1


def test_a_film_gets_what_a_picture_gets(analysis, grey_frame):
    """The same frame drawn in RGB and then converted, and drawn in luma and chroma: alike to the smoothing of edges."""
    frame = grey_frame(30)
    overlay = Overlay(analysis)
    wanted = planes_of(overlay.draw(frame))
    drawn, plain = planes_of(frame.image), planes_of(frame.image)
    overlay.draw_on(Canvas.of_film(*drawn), frame.time_s)
    assert np.percentile(np.abs(drawn[0].astype(int) - wanted[0]), 99.9) <= 4
    touched = np.abs(wanted[0].astype(int) - plain[0]) > 2
    assert 0.01 < touched.mean() < 0.25
    for one, other in zip(drawn[1:], wanted[1:], strict=True):
        assert np.percentile(np.abs(one.astype(int) - other), 99) <= 12
        assert np.abs(other.astype(int) - 128).max() > 40


def test_what_is_not_drawn_upon_stays_to_the_last_bit(analysis):
    noise = np.random.default_rng(1).integers(16, 235, (540, 960), np.uint8)
    planes = noise.copy(), noise[::2, ::2].copy(), noise[1::2, ::2].copy()
    before = [plane.copy() for plane in planes]
    Overlay(analysis).draw_on(Canvas.of_film(*planes), 0.5)
    for plane, old in zip(planes, before, strict=True):
        scale = 540 // len(plane)
        assert (plane[: 100 // scale, : 300 // scale] == old[: 100 // scale, : 300 // scale]).all()
        assert 0.01 < (plane != old).mean() < 0.3


def test_letters_beyond_the_edge_are_cut_off():
    y, u, v = np.full((40, 60), 100, np.uint8), np.full((20, 30), 128, np.uint8), np.full((20, 30), 128, np.uint8)
    letters = sprite("30°", 20, FILM["right"])
    for x, y_px in ((-7, -5), (51, 31), (200, 10)):
        lay(Canvas.of_film(y, u, v), letters, x, y_px)
    assert y.max() > 150
    assert v.max() > 140
    assert (y[15:25, 25:35] == 100).all()
