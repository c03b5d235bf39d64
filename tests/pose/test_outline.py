"""Edges of a drawn shank, told by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from endrange.domain.clip import Frame
from endrange.domain.looks import OUTLINE_SHARES, gather
from endrange.domain.skeleton import PAIRS
from endrange.pose.openvino_engine.outline import shank_edges
from endrange.pose.openvino_engine.regions import Region, to_cut, to_picture

from .conftest import shared_landmarker

SIDE = 256


def band(left_px: float, right_px: float) -> np.ndarray:
    """Logits of an upright band: the logistic of the distance to its edges, a half exactly on them."""
    x = np.arange(SIDE, dtype=float)
    inside = np.minimum(x - left_px, right_px - x)
    return np.broadcast_to(np.clip(4.0 * inside, -10, 10), (SIDE, SIDE))


def points(knee: tuple[float, float], ankle: tuple[float, float], region: Region) -> np.ndarray:
    """(33, 2) both shanks from knee to ankle, given in the cut."""
    out = np.zeros((33, 2))
    for part, at in (("knee", knee), ("ankle", ankle)):
        out[list(PAIRS[part])] = to_picture(np.array(at), region, SIDE)
    return out


def test_a_band_of_20_about_an_upright_line():
    """The line runs down at x = 120 through a band from 114.25 to 134.25; its ``(u_y, -u_x)`` points to the right."""
    region = Region(127.5, 127.5, 256.0)
    edges = shank_edges(band(114.25, 134.25), points((120.0, 60.0), (120.0, 110.0), region), region, mirrored=False)
    assert edges.shape == (2, 15, 2)
    np.testing.assert_allclose(edges[..., 0], 14.25, atol=0.03)
    np.testing.assert_allclose(edges[..., 1], 5.75, atol=0.03)


def test_the_region_may_be_turned_and_larger():
    """Twice as large: twice as many pixels of the picture; a turn changes no distance."""
    region = Region(400.0, 300.0, 512.0, math.radians(25))
    edges = shank_edges(band(114.0, 134.0), points((120.0, 60.0), (120.0, 110.0), region), region, mirrored=False)
    np.testing.assert_allclose(edges[..., 0], 28.0, atol=0.06)
    np.testing.assert_allclose(edges[..., 1], 12.0, atol=0.06)


def test_the_mask_of_a_mirrored_look_is_turned_back():
    region = Region(127.5, 127.5, 256.0)
    at = points((120.0, 60.0), (120.0, 110.0), region)
    plain = shank_edges(band(114.0, 134.0), at, region, mirrored=False)
    np.testing.assert_array_equal(shank_edges(band(114.0, 134.0)[:, ::-1], at, region, mirrored=True), plain)


def test_a_leaning_band_has_its_middle_where_it_was_drawn():
    """The line stands upright, the band leans by 0.1 across it: the middle moves 0.1 px a pixel of the line."""
    region = Region(127.5, 127.5, 256.0)
    y, x = np.mgrid[:SIDE, :SIDE].astype(float)
    logits = np.clip(4.0 * (10.0 - np.abs(x - (120.0 + 0.1 * (y - 85.0)))), -10, 10)
    edges = shank_edges(logits, points((120.0, 60.0), (120.0, 110.0), region), region, mirrored=False)
    middle = (edges[0, :, 0] - edges[0, :, 1]) / 2
    np.testing.assert_allclose(middle, 0.1 * 50.0 * (np.array(OUTLINE_SHARES) - 0.5), atol=0.05)


def test_a_line_beside_the_person_has_no_edge():
    region = Region(127.5, 127.5, 256.0)
    edges = shank_edges(band(200.0, 220.0), points((120.0, 60.0), (120.0, 110.0), region), region, mirrored=False)
    assert np.isnan(edges).all()


def test_into_the_cut_and_back():
    region = Region(400.0, 300.0, 512.0, math.radians(25))
    at = np.random.default_rng(0).uniform(0, 256, (20, 2))
    np.testing.assert_allclose(to_cut(to_picture(at, region, SIDE), region, SIDE), at, atol=1e-9)


@pytest.mark.networks
def test_the_runner_has_shanks_of_a_likely_width_and_the_same_landmarks(runner: list[Frame]):
    """The mask beside the other outputs changes none of them; a calf is 15 to 60 % of the shank's length wide."""
    said = {}
    for outline in (False, True):
        landmarker = shared_landmarker(("full",), "openvino", outline=outline)
        said[outline] = gather(
            landmarker.look(iter(runner)), names=("full",), size_px=(960, 540), engine="openvino", models=()
        )
    assert said[False].outline_px is None
    np.testing.assert_array_equal(said[True].position_px, said[False].position_px)
    outline = said[True].outline_px
    assert outline is not None
    assert outline.shape == (len(runner), 1, 2, 15, 2)
    at = said[True].position_px[:, 0, 0]
    length = np.linalg.norm(at[:, list(PAIRS["knee"])] - at[:, list(PAIRS["ankle"])], axis=-1)
    width = np.nanmedian(outline[:, 0].sum(-1), axis=-1) / length
    assert np.median(width) == pytest.approx(0.35, abs=0.2)
