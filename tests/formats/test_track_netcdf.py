from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from endrange.domain.errors import ClipUnreadable
from endrange.formats import track_netcdf
from endrange.pose.track_file import looked_with, read_track


def test_the_clean_body_follows_the_movement_schema(analysis, tmp_path):
    path = tmp_path / "track.nc"
    track_netcdf.write(analysis, path)
    with xr.open_dataset(path, engine="h5netcdf") as data:
        assert data["position"].dims == ("time", "space", "keypoint", "individual")
        assert data["confidence"].dims == ("time", "keypoint", "individual")
        assert data.attrs["ds_type"] == "poses"
        assert data.attrs["time_unit"] == "seconds"
        knee = data["position"].sel(keypoint="right_knee", individual="person", space="x")
        assert np.allclose(knee[:-1], analysis.body.position_px[:-1, 26, 0])


def test_every_raw_look_is_a_dataset_of_its_own(analysis, tmp_path):
    path = tmp_path / "track.nc"
    track_netcdf.write(analysis, path)
    with xr.open_dataset(path, engine="h5netcdf", group="looks/movenet") as data:
        assert data["position"].dims == ("time", "space", "keypoint", "individual")
        assert bool(data["position"].sel(keypoint="left_heel").isnull().all())


def test_raw_looks_come_back_as_they_were(analysis, tmp_path):
    path = tmp_path / "track.nc"
    track_netcdf.write(analysis, path)
    looks, clip, changes = read_track(path)
    np.testing.assert_array_equal(looks.position_px, analysis.looks.position_px)
    np.testing.assert_array_equal(looks.score, analysis.looks.score)
    assert looks.names == analysis.looks.names
    assert looks.engine == "file"
    assert (clip.file, clip.rotation_deg, clip.sha256) == ("a.mp4", 90, "b" * 64)
    assert not changes.cut.any()


def test_outlines_come_back_where_they_were_taken(analysis, tmp_path):
    """Two shanks with 15 profiles to both sides; a track without them reads as one without them."""
    n, slots = analysis.looks.n_frames, analysis.looks.position_px.shape[2]
    outline = np.arange(n * slots * 60, dtype=np.float32).reshape(n, slots, 2, 15, 2)
    outline[0, 0, 1, 3] = np.nan
    path = tmp_path / "track.nc"
    track_netcdf.write(replace(analysis, looks=replace(analysis.looks, outline_px=outline)), path)
    np.testing.assert_array_equal(read_track(path)[0].outline_px, outline)
    track_netcdf.write(analysis, path)
    assert read_track(path)[0].outline_px is None


def test_looks_taken_with_outlines_throughout_are_not_those_taken_without():
    """For a lunge alone they are looked for where they are missing; off is what older tracks were taken with."""
    assert looked_with({"outline": "off"}) == looked_with({}) == looked_with({"outline": "knee_to_wall"})
    assert looked_with({"outline": "on"}) != looked_with({})


def test_another_netcdf_file_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "other.nc"
    xr.Dataset({"x": ("t", [1.0])}).to_netcdf(path, engine="h5netcdf")
    with pytest.raises(ClipUnreadable, match=r"other\.nc is a netCDF file, but not a track"):
        read_track(path)
    (tmp_path / "broken.nc").write_bytes(b"nothing")
    with pytest.raises(ClipUnreadable, match=r"broken\.nc cannot be read"):
        read_track(tmp_path / "broken.nc")


def test_the_movement_package_takes_it(run, tmp_path):
    datasets = pytest.importorskip("movement.validators.datasets", reason="movement is not installed")
    if "keypoint" not in datasets.ValidPosesInputs.DIM_NAMES:
        pytest.skip("this movement is older than the schema written")
    from movement.kinematics import compute_velocity

    path = tmp_path / "track.nc"
    track_netcdf.write(run, path)
    data = xr.load_dataset(path, engine="h5netcdf")
    datasets.ValidPosesInputs.validate(data)
    speed = compute_velocity(data["position"]).sel(space="x", keypoint="right_ankle", individual="person")
    np.testing.assert_allclose(
        speed, np.gradient(run.body.position_px[:, 28, 0], run.body.time_s), rtol=1e-6, atol=1e-6
    )
