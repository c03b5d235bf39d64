from dataclasses import replace

import numpy as np

from endrange.formats.scale import px_per_metre


def with_height(analysis, height_m):
    settings = {**analysis.provenance.settings, "height_m": height_m}
    return replace(analysis, provenance=replace(analysis.provenance, settings=settings))


def test_a_leg_of_known_share_gives_the_scale(run):
    """Thigh and shank are 0.491 of the height: a leg of so many px at 1.75 m is so many px a metre."""
    hip, knee, ankle = (run.body.position_px[:, i] for i in (24, 26, 28))
    leg = np.median(np.linalg.norm(hip - knee, axis=1) + np.linalg.norm(knee - ankle, axis=1))
    assert np.isclose(px_per_metre(run), leg / (0.491 * 1.75))
    assert np.isclose(px_per_metre(with_height(run, 3.5)), px_per_metre(run) / 2)


def test_what_the_landmarks_came_with_goes_before_the_height(run):
    known = replace(run, clip=replace(run.clip, px_per_m=500.0))
    assert px_per_metre(known) == 500.0


def test_no_height_or_no_plane_no_metres(run):
    assert px_per_metre(with_height(run, None)) is None
    assert px_per_metre(replace(run, view=replace(run.view, plane="oblique"))) is None


def test_from_the_front_the_shank_alone_counts(run):
    """It is only ever seen too short: what a tenth of the frames exceed, over 0.246 of the height."""
    front = replace(run, view=replace(run.view, plane="front", near_side=None))
    ends = [(run.body.position_px[:, k], run.body.position_px[:, a]) for k, a in ((25, 27), (26, 28))]
    shanks = np.concatenate([np.linalg.norm(k - a, axis=1) for k, a in ends])
    assert np.isclose(px_per_metre(front), np.percentile(shanks, 90) / (0.246 * 1.75))
