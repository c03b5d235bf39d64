"""Real runners' markers as a TRC file: the angles of a direct projection onto the body's sagittal plane."""

import numpy as np
import pytest

from endrange.accuracy.markers import read_markers
from endrange.domain.skeleton import KEYPOINTS
from endrange.domain.vocabulary import SIDES, AngleKey
from endrange.formats.even import EvenTimes
from endrange.formats.markers import Markers
from endrange.formats.track_trc import trc_text
from endrange.pipeline import analyze
from endrange.synthetic.truth import angles_from_points, wrap_deg

#: What zero-phase smoothing takes off at 4.5 m/s, degrees RMS.
SMOOTHING_DEG = 0.5


@pytest.mark.parametrize("name", ["runner_a_2.5mps_with_contacts", "runner_b_4.5mps"])
def test_angles_agree_with_the_markers_themselves(shared_data, tmp_path, name):
    run = read_markers(shared_data / "markers" / f"{name}.npz", seconds=6.0)
    seen = np.flatnonzero(np.isfinite(run.position_m[..., 0]).any(axis=0))
    position = run.position_m[:, seen]
    names = tuple(KEYPOINTS[i] for i in seen)
    times = EvenTimes(run.time_s, run.time_s, 60.0, resampled=False)
    path = tmp_path / f"{name}.trc"
    path.write_text(trc_text(Markers(names, times, position, np.ones(position.shape[:2]), "m"), 60.0, len(position)))
    found = analyze(path, movement="running")
    truth = angles_from_points(run.position_m)
    assert (found.view.plane, found.view.near_side) == ("sagittal", "right")
    assert found.view.yaw_deg == pytest.approx(0.0, abs=3.0)
    for side in SIDES:
        for angle in ("thigh_extension", "shank_lean"):
            key = AngleKey(angle, side)
            error = wrap_deg(found.angles.value_deg[key] - truth[key])
            assert np.isfinite(error).all()
            assert np.sqrt(np.mean(error**2)) < SMOOTHING_DEG
