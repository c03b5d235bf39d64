"""Rendered people and real runners' markers with known answers, where they lie beside the checkout."""

from __future__ import annotations

import json

import numpy as np
import pytest

from endrange.domain.looks import LOOK_NAMES, Looks
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, N_KEYPOINTS, PAIRS, point
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics import Level, compute_angles, steady_hips, steady_trunk
from endrange.synthetic.camera import camera_at
from endrange.synthetic.film import points_of_markers
from endrange.track import one_body, smooth

BEST = ("heavy", "heavy_mirror", "movenet", "movenet_mirror")
PLANES = {"side": "sagittal", "front": "front", "rear": "back"}
FACING = {("side", 1): "right", ("side", -1): "left", ("front", 0): "camera", ("rear", 0): "away"}
CLIPS = {
    "d009_run_side": "running", "d038_run_side": "running", "d040_run_rear": "running",
    "d037_hip_circle_front": "hip_car", "d041_hip_circle_side": "hip_car", "d025_knee_to_wall": "knee_to_wall",
    "d039_hip_extension_hold": "hold", "d019_seated_rotation_front": "seated_hip_rotation",
}  # fmt: skip

#: Root mean square error in degrees that each clip has to keep (about a fifth above what it has).
BOUNDS = {
    "d009_run_side": {"thigh_extension": 3.0, "hip_extension": 3.0, "knee_flexion": 3.5},
    "d038_run_side": {"thigh_extension": 4.5, "hip_extension": 4.5, "knee_flexion": 4.5},
    "d040_run_rear": {"hip_abduction": 4.0},
    "d037_hip_circle_front": {"hip_abduction": 4.5},
    "d041_hip_circle_side": {"thigh_extension": 4.5, "knee_flexion": 6.0, "hip_abduction": 9.0},
    "d025_knee_to_wall": {"shank_lean": 2.0, "ankle_dorsiflexion": 2.0},
    "d039_hip_extension_hold": {"hip_extension": 2.5},
    "d019_seated_rotation_front": {"hip_internal_rotation": 3.0},
}


def recorded(path):
    """Looks of one file, its truth and what is known of the filming."""
    file = dict(np.load(path))
    spec = json.loads(str(file["spec"]))
    names = tuple(name for name in LOOK_NAMES if name in BEST)
    n = len(file["heavy_px"])
    position = np.full((n, len(names), 1, N_KEYPOINTS, 2), np.nan, np.float32)
    score, world = np.full(position.shape[:-1], np.nan, np.float32), np.full((*position.shape[:-1], 3), np.nan)
    for j, name in enumerate(names):
        coco = name.startswith("movenet")
        known = list(COCO_TO_BLAZEPOSE) if coco else list(range(N_KEYPOINTS))
        position[:, j, 0, known] = file[f"{name}_px"]
        score[:, j, 0, known] = file[f"{name}_score" if coco else f"{name}_visibility"]
        if f"{name}_world" in file:
            world[:, j, 0] = file[f"{name}_world"]
    time_s = file["truth_time_s"].astype(float)
    return Looks(time_s, names, position, score, world, tuple(spec["size"]), "file", ()), file, spec


@pytest.fixture(scope="module", params=CLIPS)
def clip(request, shared_data):
    """Angles of a recorded clip with its camera level, the truth and what is known of the filming."""
    looks, file, spec = recorded(shared_data / "population" / f"{request.param}.npz")
    movement = CLIPS[request.param]
    body, _ = one_body(looks)
    body = steady_hips(smooth(body, 8.0 if movement == "running" else 4.0), movement=movement)
    body = steady_trunk(body, movement=movement)
    side = None if spec["moving_side"] == "both" else spec["moving_side"]
    level = Level(spec["roll"], 0.4)
    return request.param, compute_angles(body, movement=movement, side=side, level=level), file, spec


@pytest.mark.slow
def test_the_view_of_rendered_people_is_told(clip):
    _, angles, _, spec = clip
    assert angles.view.plane == PLANES[spec["view"]]
    assert angles.view.facing == FACING[spec["view"], spec["facing"]]
    if spec["view"] == "side":
        assert angles.view.near_side == spec["near_side"]
        # Yaw of the files is positive towards the camera.
        assert abs(angles.view.yaw_deg + spec["yaw"]) < 3 * angles.view.yaw_sd_deg


@pytest.mark.slow
def test_angles_of_rendered_people_keep_their_bounds_and_intervals(clip):
    name, angles, file, spec = clip
    side = spec["near_side"] if spec["moving_side"] == "both" else spec["moving_side"]
    for angle, bound in BOUNDS[name].items():
        key = AngleKey(angle, side)
        error = angles.value_deg[key] - file[f"truth_{key.column}_deg"]
        assert np.sqrt(np.nanmean(error**2)) < bound
        given = np.isfinite(error)
        assert given.mean() > 0.5
        assert np.mean(np.abs(error[given]) < 1.96 * angles.sd_deg[key][given]) > 0.8


@pytest.mark.parametrize("name", ["runner_a_2.5mps_with_contacts", "runner_b_2.5mps", "runner_b_4.5mps"])
def test_real_runners_markers_through_an_ideal_camera(shared_data, make_body, name):
    markers = np.load(shared_data / "markers" / f"{name}.npz")
    n = 1500
    parts = {"hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel", "foot_index": "toe"}
    joints = {(s, part): markers[f"{s}_{of}_m"][:n] for s in ("left", "right") for part, of in parts.items()}
    points = points_of_markers(joints)
    points[..., [0, 2]] -= points[:, list(PAIRS["hip"])][..., [0, 2]].mean(axis=(0, 1))
    body = make_body(camera_at("right", distance_m=12.0, fov_deg=30.0).project(points), fps=150.0)
    angles = compute_angles(body, movement="running")
    knee, hip, ankle = (points[:, point("right", part)] for part in ("knee", "hip", "ankle"))
    thigh = np.degrees(np.arctan2(-(knee - hip)[:, 0], -(knee - hip)[:, 1]))
    lean = np.degrees(np.arctan2((knee - ankle)[:, 0], (knee - ankle)[:, 1]))
    for angle, truth in {"thigh_extension": thigh, "shank_lean": lean, "knee_flexion": lean - thigh}.items():
        error = angles.value_deg[AngleKey(angle, "right")] - truth
        assert np.sqrt(np.mean(error**2)) < 0.6, angle
