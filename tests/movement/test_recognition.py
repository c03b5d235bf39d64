"""What each motion is taken for: told in words, from side and front, with and without trembling points."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from endrange.domain.vocabulary import MovementName, Side
from endrange.movement.recognise import recognise
from endrange.synthetic.body import Leg, Posture, Segments, joint_centres, plant
from endrange.synthetic.camera import camera_at
from endrange.synthetic.motions import (
    frame_times,
    hip_circle,
    hold,
    running,
    seated_rotation,
    standing,
)  # fmt: skip

sys.path.insert(0, str(Path(__file__).parent))
from told_motions import on_all_fours, turning_upper_back

T = frame_times(12.0, 30.0)
TURN = 2 * np.pi * T / 4


def leg(extension=0.0, abduction=0.0, rotation=0.0, knee=0.0, ankle=0.0, t=T) -> Leg:  # type: ignore[no-untyped-def]
    return Leg(*(np.zeros(len(t)) + v for v in (extension, abduction, rotation, knee, ankle)))


def with_right(posture: Posture, moving: Leg) -> Posture:
    return replace(posture, right=moving)


def up_and_down(most: float) -> np.ndarray:
    return most * (1 - np.cos(TURN)) / 2


def squatting() -> Posture:
    knee = up_and_down(100.0)
    both = leg(-0.65 * knee, knee=knee, ankle=0.35 * knee)
    return plant(Segments(), replace(standing(T), left=both, right=both, trunk_lean_deg=0.35 * knee), "right")


def marching() -> Posture:
    right, left = np.clip(np.sin(TURN), 0, 1), np.clip(-np.sin(TURN), 0, 1)
    return replace(standing(T), right=leg(-80 * right, knee=90 * right), left=leg(-80 * left, knee=90 * left))


def lunging(other_behind: bool = True) -> Posture:
    """The right shank leans from 5 to 40 degrees over a flat foot; the other leg stretches back."""
    lean = 5 + up_and_down(35.0)
    front = leg(-(10 + 0.8 * lean), knee=10 + 1.8 * lean, ankle=lean)
    back = leg(35 + up_and_down(10.0), ankle=15.0) if other_behind else front
    return plant(Segments(), replace(standing(T), right=front, left=back), "right")


def seated() -> Posture:
    return seated_rotation(T, internal_deg=0, external_deg=0)


def seated_turning_and_stopping() -> Posture:
    """To the left, kept for three seconds, to the right, kept as long, seen from above the knees."""
    left = 45 * (np.clip(T - 1, 0, 1) - np.clip(T - 5, 0, 1))
    right = -45 * (np.clip(T - 6, 0, 1) - np.clip(T - 10, 0, 1))
    return replace(seated(), trunk_rotation_deg=left + right)


MOTIONS: dict[str, tuple[Posture, str, MovementName, Side | None]] = {
    "hip circle, side": (hip_circle(T), "right", "hip_car", "right"),
    "hip circle, front": (hip_circle(T), "front", "hip_car", "right"),
    "hip circle of the left, front": (hip_circle(T, "left", repetition_s=6.0), "front", "hip_car", "left"),
    "hip circle on all fours": (on_all_fours(T), "right", "hip_car", "right"),
    "hip circle on all fours, front": (on_all_fours(T), "front", "hip_car", "right"),
    "leg held behind": (hold(T), "right", "hold", "right"),
    "leg held behind from the start": (hold(T + 2), "left", "hold", "right"),
    "leg held out to the side": (
        with_right(standing(T), leg(abduction=40 * np.clip(T - 1, 0, 1))), "front", "hold", "right",
    ),
    "seated rotation": (seated_rotation(T, "left"), "front", "seated_hip_rotation", "left"),
    "seated, rotation kept": (
        with_right(seated(), leg(-90, knee=90, rotation=35 * np.clip(T - 1, 0, 1))), "front", "hold", "right",
    ),
    "lunge over a flat foot": (lunging(), "right", "knee_to_wall", "right"),
    "ankle circle": (
        with_right(standing(T), leg(-60, knee=70, ankle=-10 + 26 * np.cos(TURN))), "right", "ankle_car", "right",
    ),
    "upper back turns and stops": (seated_turning_and_stopping(), "front", "thoracic_car", None),
    "upper back turns": (turning_upper_back(T), "front", "thoracic_car", None),
    "standing, side": (standing(T), "left", "standing", None),
    "standing, front": (standing(T), "front", "standing", None),
    "squats, side": (squatting(), "right", "unknown", None),
    "squats, front": (squatting(), "front", "unknown", None),
    "lunge with both legs alike": (lunging(other_behind=False), "right", "unknown", None),
    "knee raises in one plane": (
        with_right(standing(T), leg(-up_and_down(90), knee=up_and_down(90))), "right", "unknown", None,
    ),
    "leg swings": (
        with_right(standing(T), leg(40 * np.sin(2 * np.pi * T / 1.2) - 10, knee=15)), "right", "unknown", None,
    ),
    "bending forward": (replace(standing(T), trunk_lean_deg=up_and_down(90)), "right", "unknown", None),
    "seated, knee stretched": (with_right(seated(), leg(-90, knee=up_and_down(90))), "left", "unknown", None),
    "sitting still": (seated(), "front", "unknown", None),
}  # fmt: skip


@pytest.mark.parametrize("noise_px", [0.0, 2.0], ids=["exact", "trembling"])
@pytest.mark.parametrize("told", MOTIONS)
def test_told_motion_is_recognised(film_motion, told: str, noise_px: float) -> None:  # type: ignore[no-untyped-def]
    posture, seen_from, name, side = MOTIONS[told]
    label = recognise(film_motion(posture, seen_from, noise_px=noise_px))
    assert label.name == name
    if side is not None:
        assert label.side == side


def test_running_is_none_of_the_slow_movements(film_motion) -> None:  # type: ignore[no-untyped-def]
    label = recognise(film_motion(running(frame_times(8.0, 60.0)), "right"))
    assert label.name == "running"


@pytest.mark.parametrize("seen_from", ["right", "front"])
def test_marching_on_the_spot_is_no_work_of_one_joint(film_motion, seen_from: str) -> None:  # type: ignore[no-untyped-def]
    assert recognise(film_motion(marching(), seen_from)).name in ("walking", "running", "unknown")


def test_slow_motion_is_judged_in_life(film_motion) -> None:  # type: ignore[no-untyped-def]
    """A swing of 1.2 s looks like a circle of 4.8 s in fourfold slow motion, and is none."""
    swing = MOTIONS["leg swings"][0]
    assert recognise(film_motion(swing, "right", life_per_film=0.25)).name == "unknown"
    assert recognise(film_motion(hip_circle(T), "right", life_per_film=0.25)).name == "hip_car"


def test_nobody_in_view_is_unknown(film_motion) -> None:  # type: ignore[no-untyped-def]
    motion = film_motion(hip_circle(T), "right")
    gone = replace(motion, body=replace(motion.body, position_px=np.full_like(motion.body.position_px, np.nan)))
    assert recognise(gone).name == "unknown"


def test_thighs_seen_from_above_do_not_make_a_seated_person_stand(film_motion) -> None:  # type: ignore[no-untyped-def]
    """A camera at 0.9 m sees thighs that point at it as short, and downwards."""
    posture = seated_turning_and_stopping()
    motion = film_motion(posture, "front")
    pixels = camera_at("front", height_m=0.9, aim_m=0.9).project(joint_centres(Segments(), posture))
    label = recognise(replace(motion, body=replace(motion.body, position_px=pixels)))
    assert label.name == "thoracic_car"
