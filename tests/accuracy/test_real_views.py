"""Calibrated views: a known body seen by four known cameras."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.accuracy.looks_store import LooksStore
from endrange.accuracy.real_views import (
    CalibratedCamera,
    find_views,
    read_calibration,
    segment_errors,
    triangulate,
    view_rows,
)  # fmt: skip
from endrange.domain.errors import ClipUnreadable
from endrange.domain.skeleton import PAIRS
from endrange.synthetic.body import Segments, joint_centres
from endrange.synthetic.camera import Camera, camera_at
from endrange.synthetic.film import look_at
from endrange.synthetic.motions import frame_times, hold

PLAIN_LENS = np.zeros(4)
MIDDLE = np.array([0.0, 0.9, 0.0])
BENT_LENS = np.array([-0.05, 0.14, 0.0006, 0.0007])


def calibrated(eye, lens=PLAIN_LENS) -> CalibratedCamera:
    camera = Camera(eye, (0.0, 0.9, 0.0), vertical_fov_deg=50.0, size_px=(1080, 1920))
    focal = 960 / np.tan(np.radians(25.0))
    return CalibratedCamera(camera.axes, np.array(eye), np.array([focal, focal]), np.array([540.0, 960.0]), lens)


EYES = ((3.0, 1.5, 3.0), (-3.0, 1.6, 3.0), (-3.0, 1.4, -3.0), (3.0, 1.5, -3.0))


def test_a_bent_lens_is_undone() -> None:
    camera = calibrated(EYES[0], BENT_LENS)
    points = np.random.default_rng(0).uniform(-0.8, 0.8, (50, 3)) + MIDDLE
    slopes = camera.rays(camera.project(points))
    seen = (points - camera.centre_m) @ camera.axes.T
    assert slopes == pytest.approx(seen[:, :2] / seen[:, 2:], abs=1e-9)


def test_three_views_give_the_points_in_space() -> None:
    cameras = [calibrated(eye, BENT_LENS) for eye in EYES[:3]]
    points = np.random.default_rng(1).uniform(-0.8, 0.8, (4, 6, 3)) + MIDDLE
    views = [camera.project(points) for camera in cameras]
    assert triangulate(cameras, views) == pytest.approx(points, abs=1e-7)


def test_a_point_that_one_view_alone_knows_is_not_known() -> None:
    cameras = [calibrated(eye) for eye in EYES[:3]]
    points = np.full((1, 2, 3), 0.5)
    views = [camera.project(points) for camera in cameras]
    views[0][0, 1] = views[1][0, 1] = np.nan
    found = triangulate(cameras, views)
    assert found[0, 0] == pytest.approx([0.5, 0.5, 0.5])
    assert np.isnan(found[0, 1]).all()


def test_a_turned_segment_is_the_error_that_is_found() -> None:
    _, truth = look_at(np.zeros(1), joint_centres(Segments(), hold(np.zeros(1))), {}, camera_at("right"))
    seen = truth.position_px.copy()
    for knee, ankle in zip(PAIRS["knee"], PAIRS["ankle"], strict=True):
        length = np.linalg.norm(seen[0, ankle] - seen[0, knee])
        turn = np.radians(90.0 - 10.0)  # straight down is 90 degrees in the picture
        seen[0, ankle] = seen[0, knee] + length * np.array([np.cos(turn), np.sin(turn)])
    errors = segment_errors(seen, truth.position_px)
    assert errors["shank"] == pytest.approx([-10.0, -10.0], abs=0.5)
    assert errors["thigh"] == pytest.approx([0.0, 0.0])
    assert errors["trunk"] == pytest.approx([0.0])


def calibration_text(cameras: dict[str, CalibratedCamera]) -> str:
    parts = []
    for serial, camera in cameras.items():
        rows = camera.axes * np.array([[1.0], [-1.0], [-1.0]])
        turn = " ".join(f'r{i + 1}{j + 1}="{rows[i, j]!r}"' for i in range(3) for j in range(3))
        place = " ".join(f'{axis}="{1000 * v!r}"' for axis, v in zip("xyz", camera.centre_m, strict=True))
        lens = (
            f'focalLengthU="{64 * camera.focal_px[0]!r}" focalLengthV="{64 * camera.focal_px[1]!r}" '
            f'centerPointU="{64 * camera.middle_px[0]!r}" centerPointV="{64 * camera.middle_px[1]!r}" '
            'radialDistortion1="0" radialDistortion2="0" tangentalDistortion1="0" tangentalDistortion2="0"'
        )
        parts.append(f'<camera serial="{serial}"><transform {turn} {place}/><intrinsic {lens}/></camera>')
    text = f"<calibration><cameras>{''.join(parts)}</cameras></calibration>"
    return text.replace("np.float64(", "").replace(")", "")


class Recorded(LooksStore):
    """Looks of perfect networks at a body that the cameras see."""

    def __init__(self, seen) -> None:
        super().__init__(None)
        self.seen = seen

    def looks_of(self, clip, names):
        return self.seen[clip.stem.rsplit("_", 1)[1]]


def test_perfect_views_agree(tmp_path) -> None:
    cameras = {f"cam0{i + 1}": calibrated(eye) for i, eye in enumerate(EYES)}
    (tmp_path / "set.qca.xml").write_text(calibration_text(cameras))
    time_s = frame_times(1.0, 30)
    points = joint_centres(Segments(), hold(time_s))
    seen = {}
    for serial, eye in zip(cameras, EYES, strict=True):
        (tmp_path / f"person_{serial}.mp4").touch()
        camera = Camera(eye, (0.0, 0.9, 0.0), vertical_fov_deg=50.0, size_px=(1080, 1920))
        seen[serial], _ = look_at(time_s, points, {}, camera)
    ((found, clips),) = find_views(tmp_path)
    assert set(found) == set(clips) == set(cameras)
    rows = view_rows(tmp_path, {"heavy": ("heavy",)}, Recorded(seen))
    together = {row.quantity: row for row in rows if row.clip.endswith("all views")}
    assert set(together) == {"trunk", "thigh", "shank"}
    assert all(row.rmse < 0.6 for row in together.values())
    assert together["thigh"].n == 2 * 4 * len(time_s)


def test_the_real_calibration_is_read(shared_data) -> None:
    cameras = read_calibration(shared_data / "real" / "pose2sim_calibration.qca.xml")
    assert list(cameras) == ["cam01", "cam02", "cam03", "cam04"]
    first = cameras["cam01"]
    assert first.centre_m == pytest.approx([1.460, -1.909, 1.897], abs=0.001)
    assert first.focal_px == pytest.approx([1681.2, 1681.1], abs=0.1)
    assert np.linalg.det(first.axes) == pytest.approx(1.0, abs=1e-6)


def test_another_file_is_not_taken_for_a_calibration(tmp_path) -> None:
    other = tmp_path / "other.qca.xml"
    other.write_text("<calibration><cameras><camera serial='a'/></cameras></calibration>")
    with pytest.raises(ClipUnreadable, match=r"other\.qca\.xml"):
        read_calibration(other)
