"""What is written comes back: the same points, and the same angles but for being smoothed twice."""

import numpy as np
import pytest

from endrange.domain.skeleton import KEYPOINTS
from endrange.domain.vocabulary import SIDES, AngleKey
from endrange.formats.registry import write_formats
from endrange.formats.scale import px_per_metre
from endrange.pipeline import analyze
from endrange.pose.readers import reader_for

ANGLES = ("thigh_extension", "knee_flexion", "ankle_dorsiflexion", "shank_lean")

#: What a second smoothing does to a runner's angles, in degrees RMS.
SMOOTHED_TWICE_DEG = 0.4

RATES = {"deeplabcut": 60.0}


@pytest.mark.parametrize("name", ["trc", "c3d", "openpose", "deeplabcut", "netcdf"])
def test_the_same_angles_come_back(run, tmp_path, name):
    (path,) = write_formats(run, tmp_path, [name])
    again = analyze(path, movement="running", fps=RATES.get(name))
    assert again.provenance.looks == ()
    assert again.provenance.engine == "file"
    assert again.view.near_side == "right"
    np.testing.assert_allclose(again.angles.time_s, run.angles.time_s, atol=1e-6)
    for angle in ANGLES:
        for side in SIDES:
            apart = again.angles.value_deg[AngleKey(angle, side)] - run.angles.value_deg[AngleKey(angle, side)]
            assert np.isfinite(apart).mean() > 0.95
            assert np.sqrt(np.nanmean(apart**2)) < (SMOOTHED_TWICE_DEG if name != "netcdf" else 1e-9)


@pytest.mark.parametrize("name", ["openpose", "deeplabcut"])
def test_pixel_formats_give_back_the_points_themselves(run, tmp_path, name):
    (path,) = write_formats(run, tmp_path, [name])
    looks, clip, _ = reader_for(path).read(path, RATES.get(name))
    part = "left_ankle"
    given = run.body.position_px[:, KEYPOINTS.index(part)]
    np.testing.assert_allclose(looks.position_px[:, 0, 0, KEYPOINTS.index(part)], given, atol=2e-3)
    assert clip.px_per_m is None
    assert looks.names == ("file",)


@pytest.mark.parametrize("name", ["trc", "c3d"])
def test_marker_formats_give_back_the_body_in_metres(run, tmp_path, name):
    """The virtual picture has its own scale: a shank is as many metres as it was."""
    (path,) = write_formats(run, tmp_path, [name])
    looks, clip, _ = reader_for(path).read(path, None)

    def shank_m(position_px, px_per_m):
        knee, ankle = (position_px[:, KEYPOINTS.index(f"right_{part}")] for part in ("knee", "ankle"))
        return np.linalg.norm(knee - ankle, axis=1) / px_per_m

    given = shank_m(run.body.position_px, px_per_metre(run))
    np.testing.assert_allclose(shank_m(looks.position_px[:, 0, 0], clip.px_per_m), given, rtol=1e-5)
    again = analyze(path, movement="running")
    assert px_per_metre(again) == clip.px_per_m
    assert np.isnan(again.looks.world_m).all()  # a plane has no depth
