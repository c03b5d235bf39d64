"""One table of everything that has a name: angles, quantities, movements, sides, roles.

Code, CSV headers, report and documentation are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Side = Literal["left", "right"]
Effort = Literal["active", "passive"]
Role = Literal["passive", "active", "demand", "posture"]
Plane = Literal["sagittal", "front", "back", "oblique", "unknown"]
MovementName = Literal[
    "running", "walking", "standing", "hip_car", "ankle_car", "thoracic_car",
    "seated_hip_rotation", "knee_to_wall", "hold", "unknown",
]  # fmt: skip

SIDES: Final[tuple[Side, Side]] = ("left", "right")
OTHER_SIDE: Final[dict[str, Side]] = {"left": "right", "right": "left"}
EFFORTS: Final[tuple[Effort, ...]] = ("active", "passive")
ROLES: Final[tuple[Role, ...]] = ("passive", "active", "demand", "posture")
MOVEMENTS: Final[tuple[MovementName, ...]] = (
    "running", "walking", "standing", "hip_car", "ankle_car", "thoracic_car",
    "seated_hip_rotation", "knee_to_wall", "hold", "unknown",
)  # fmt: skip


@dataclass(frozen=True)
class AngleDefinition:
    """What one angle is.

    Attributes
    ----------
    name
        As in every header; positive means the name.
    title
        For people.
    definition
        One phrase: between what and what. Stands in every measure.
    zero
        Where it is zero when no neutral standing was seen.
    plane
        Anatomical plane in which it is measured.
    views
        Camera views that show it.
    sided
        Whether there is one for each side; midline angles have none.
    model_error_deg
        Allowance for what one camera and a pose network leave after everything else (science brief, section 9;
        proposal); the empirical table replaces it where it knows better.
    refilm
        How to film so that it is seen.
    """

    name: str
    title: str
    definition: str
    zero: str
    plane: Literal["sagittal", "frontal", "transverse"]
    views: tuple[Plane, ...]
    sided: bool
    model_error_deg: float
    refilm: str


_SIDE_ON = "film from the side, camera at hip height, square to the direction of movement"
_FRONT_ON = "film from the front or from behind, camera at hip height and on the person's midline"

_DEFINITIONS: Final[tuple[AngleDefinition, ...]] = (
    AngleDefinition(
        "hip_extension", "Hip extension", "thigh against trunk (mid-shoulders to mid-hips)",
        "thigh in line with the trunk", "sagittal", ("sagittal",), True, 5.0, _SIDE_ON,
    ),
    AngleDefinition(
        "hip_abduction", "Hip abduction", "thigh away from the midline, against the trunk",
        "thigh in line with the trunk", "frontal", ("front", "back"), True, 4.0, _FRONT_ON,
    ),
    AngleDefinition(
        "hip_internal_rotation", "Hip internal rotation",
        "shank turned about the thigh's axis, knee bent, against the vertical (seated from the front against the line "
        "of the knees, which tilts with the pelvis)",
        "shank vertical, seen along the thigh", "transverse", ("front",), True, 4.0,
        "film from the front, seated, knee bent to 90 degrees, camera at knee height",
    ),
    AngleDefinition(
        "knee_flexion", "Knee flexion", "shank against thigh", "straight leg",
        "sagittal", ("sagittal",), True, 4.0, _SIDE_ON,
    ),
    AngleDefinition(
        "ankle_dorsiflexion", "Ankle dorsiflexion", "shank against the sole of the foot",
        "sole flat on the ground, shank upright", "sagittal", ("sagittal",), True, 4.0, _SIDE_ON,
    ),
    AngleDefinition(
        "thigh_extension", "Thigh extension", "thigh against gravity", "thigh vertical",
        "sagittal", ("sagittal",), True, 3.0, _SIDE_ON,
    ),
    AngleDefinition(
        "shank_lean", "Shank lean", "shank against gravity, forward", "shank vertical",
        "sagittal", ("sagittal",), True, 3.0, _SIDE_ON,
    ),
    AngleDefinition(
        "foot_pitch", "Foot pitch", "sole against the ground, toes up",
        "sole flat on the ground", "sagittal", ("sagittal",), True, 5.0, _SIDE_ON,
    ),
    AngleDefinition(
        "foot_progression", "Foot progression", "foot's long axis against the walking direction, toe-out",
        "foot pointing straight ahead", "transverse", ("front", "back"), True, 8.0, _FRONT_ON,
    ),
    AngleDefinition(
        "trunk_lean", "Trunk lean", "mid-hips to mid-shoulders against gravity, forward",
        "trunk vertical", "sagittal", ("sagittal",), False, 3.0, _SIDE_ON,
    ),
    AngleDefinition(
        "trunk_rotation", "Trunk rotation", "line of the shoulders against line of the hips, to the left",
        "shoulders parallel to hips", "transverse", ("front", "back"), False, 8.0, _FRONT_ON,
    ),
    AngleDefinition(
        "pelvic_drop", "Pelvic drop", "line of the hips against the horizontal, left side low",
        "hips level", "frontal", ("front", "back"), False, 3.0, _FRONT_ON,
    ),
)  # fmt: skip

#: Every angle, in the order of the columns.
ANGLES: Final[dict[str, AngleDefinition]] = {a.name: a for a in _DEFINITIONS}


class AngleKey(NamedTuple):
    """One angle of one side; ``side`` is None for midline angles."""

    angle: str
    side: Side | None

    @property
    def column(self) -> str:
        """``left_hip_extension``, ``trunk_lean``."""
        return self.angle if self.side is None else f"{self.side}_{self.angle}"


#: Every angle of every side, in the order of the columns: left, then right, angle by angle.
ANGLE_KEYS: Final[tuple[AngleKey, ...]] = tuple(
    AngleKey(a.name, side) for a in _DEFINITIONS for side in (SIDES if a.sided else (None,))
)

#: Units of the quantities that are not angles.
QUANTITY_UNITS: Final[dict[str, str]] = {
    "cadence": "steps/min",
    "contact_time": "s",
    "stride_time": "s",
    "hold_time": "s",
    "tempo": "s",
    "arc_coverage": "ratio",
    "closure": "deg",
    "smoothness": "1",
    "stillness": "ratio",
    "drift": "deg",
}


def unit_of(quantity: str) -> str:
    """Unit of a quantity: ``deg`` for every angle, else from :data:`QUANTITY_UNITS`.

    Raises
    ------
    KeyError
        If the quantity is not in the vocabulary.
    """
    return "deg" if quantity in ANGLES else QUANTITY_UNITS[quantity]
