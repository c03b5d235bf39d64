"""Drawn figures from data: where phone and person stand for a movement, and what an angle is. SVG of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, degrees, radians, sin
from typing import Final, Literal

from markupsafe import Markup, escape

from endrange.domain.vocabulary import ANGLES, MovementName
from endrange.report.words.scenes import FIGURE

Point = tuple[float, float]

#: From the arrow of an angle to its sign.
ROOM_PX: Final = 15.0

#: Lengths of the drawn body in parts of its height (rounded from Winter 2009, table 4.1).
TRUNK, NECK, THIGH, SHANK, FOOT, ARM = 0.30, 0.10, 0.25, 0.25, 0.12, 0.32


@dataclass(frozen=True)
class Pose:
    """A drawn person: segment angles in degrees from hanging down, positive to the front (right of the picture).

    ``front`` draws the hips and shoulders as they are seen from the front.
    """

    trunk: float = 0.0
    near_thigh: float = 0.0
    near_shank: float = 0.0
    far_thigh: float = 0.0
    far_shank: float = 0.0
    foot: float = 90.0
    front: bool = False
    seated: bool = False


@dataclass(frozen=True)
class Scene:
    """Where the phone stands: from which side, how far, at what height (part of the body's height)."""

    pose: Pose
    place: Literal["side", "front"]
    distance_m: str
    height: float
    height_name: str
    also: str = ""


SCENES: Final[Mapping[MovementName, Scene]] = {
    "running": Scene(Pose(8, -25, -35, 35, -30), "side", "4", 0.53, "hip", "behind"),
    "walking": Scene(Pose(2, -20, -28, 22, 8), "side", "4", 0.53, "hip", "behind"),
    "standing": Scene(Pose(), "side", "4", 0.53, "hip"),
    "hip_car": Scene(Pose(0, 80, 0, 0, 0), "side", "3–4", 0.53, "hip", "front"),
    "ankle_car": Scene(Pose(0, 30, 0, 0, 0, foot=115), "side", "2–3", 0.08, "ankle"),
    "thoracic_car": Scene(Pose(front=True, seated=True), "front", "3", 0.6, "chest"),
    "seated_hip_rotation": Scene(Pose(near_shank=-30, front=True, seated=True), "front", "3–4", 0.35, "knee"),
    "knee_to_wall": Scene(Pose(5, 55, -40, -15, -45), "side", "3–4", 0.27, "knee"),
    "hold": Scene(Pose(0, -30, -30, 0, 0), "side", "3", 0.4, "joint"),
    "unknown": Scene(Pose(0, 40, -10, 0, 0), "side", "3–4", 0.53, "hip"),
}


@dataclass(frozen=True)
class AngleFigure:
    """What is drawn of an angle: at which joint, from which line to which, in degrees from hanging down.

    ``zero`` is the line where the angle is 0, ``line`` the segment that is measured.
    """

    pose: Pose
    at: str
    zero: float
    line: float
    reach: float = THIGH


ANGLE_FIGURES: Final[Mapping[str, AngleFigure]] = {
    "hip_extension": AngleFigure(Pose(0, -28, -40, 34, 12), "hip", 0, -28),
    "hip_abduction": AngleFigure(Pose(near_thigh=30, near_shank=30, front=True), "near_hip", 0, 30),
    "hip_internal_rotation": AngleFigure(Pose(near_shank=30, front=True, seated=True), "near_knee", 0, 30, SHANK),
    "knee_flexion": AngleFigure(Pose(0, 45, -25, -9, -9), "knee", 45, -25, SHANK),
    "ankle_dorsiflexion": AngleFigure(Pose(0, 50, -30, -32, -40), "ankle", 180, 150, SHANK),
    "thigh_extension": AngleFigure(Pose(10, -28, -40, 34, 12), "hip", 0, -28),
    "shank_lean": AngleFigure(Pose(5, 50, -30, -32, -40), "ankle", 180, 150, SHANK),
    "foot_pitch": AngleFigure(Pose(5, 25, 15, -15, -30, foot=115), "ankle", 90, 115, FOOT * 1.6),
    "foot_progression": AngleFigure(Pose(front=True), "above", 0, 20, SHANK),
    "trunk_lean": AngleFigure(Pose(18, -10, -25, 20, 5), "hip", 180, 162, TRUNK),
    "trunk_rotation": AngleFigure(Pose(front=True), "above", 90, 130, SHANK),
    "pelvic_drop": AngleFigure(Pose(front=True), "pelvis", 90, 68, THIGH),
}


def scene_figure(movement: MovementName) -> Markup:
    """Where phone and person stand: from above on the left, from the side on the right."""
    scene = SCENES.get(movement, SCENES["unknown"])
    said = FIGURE["scene"].format(
        place=FIGURE[scene.place], distance=scene.distance_m, height=FIGURE[scene.height_name]
    )
    return _svg(340, 190, said, f"{_from_above(scene)}{_from_beside(scene)}")


def angle_figure(angle: str) -> Markup:
    """Zero line, measured line and the arc between them; the arrow points to positive."""
    figure = ANGLE_FIGURES[angle]
    definition = ANGLES[angle]
    said = FIGURE["angle"].format(title=definition.title, definition=definition.definition, zero=definition.zero)
    joints = _above() if figure.at == "above" else _joints(figure.pose, 110, 20, 190)
    body = _above_body(joints) if figure.at == "above" else _body(joints, figure.pose)
    return _svg(220, 230, said, body + _arc(joints[figure.at], figure))


def _svg(width: int, height: int, said: str, inside: str) -> Markup:
    return Markup(
        f'<svg class="drawn" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(said)}">'
        f"<title>{escape(said)}</title>{inside}</svg>"
    )


def _joints(pose: Pose, x: float, top: float, height: float) -> dict[str, Point]:
    """Joints of the drawn body; the figure stands on ``top + height``."""
    legs = 0.62 * THIGH if pose.seated else THIGH
    hip = (x, top + height * (1 - SHANK - legs - 0.03))
    joints = {"hip": hip, "pelvis": hip, "neck": _from(hip, 180 - pose.trunk, TRUNK * height)}
    joints["head"] = _from(joints["neck"], 180 - pose.trunk, NECK * height)
    spread = 0.09 * height if pose.front else 0.0
    for leg, sign in (("near", 1), ("far", -1)):
        start = (hip[0] + sign * spread, hip[1])
        thigh, shank = (getattr(pose, f"{leg}_{part}") for part in ("thigh", "shank"))
        knee = (start[0] + sign * spread * 0.4, start[1] + legs * height * 0.45) if pose.seated else None
        knee = knee or _from(start, thigh, THIGH * height)
        ankle = _from(knee, shank, SHANK * height)
        joints |= {f"{leg}_hip": start, f"{leg}_knee": knee, f"{leg}_ankle": ankle}
        turn = pose.foot if leg == "near" else 90.0
        joints[f"{leg}_toe"] = _from(ankle, turn, (0.03 if pose.front else FOOT) * height)
    joints |= {"knee": joints["near_knee"], "ankle": joints["near_ankle"]}
    return joints


def _body(joints: Mapping[str, Point], pose: Pose) -> str:
    parts = []
    for leg, style in (("far", "limb far"), ("near", "limb")):
        chain = [joints[f"{leg}_{name}"] for name in ("hip", "knee", "ankle", "toe")]
        parts.append(_line(chain, style))
    parts.append(_line([joints["hip"], joints["neck"]], "limb"))
    if pose.front:
        wide = 26.0 if joints["neck"][1] < joints["hip"][1] else 0.0
        neck = joints["neck"]
        parts.append(_line([joints["near_hip"], joints["far_hip"]], "limb"))
        parts.append(_line([(neck[0] - wide, neck[1] + 4), (neck[0] + wide, neck[1] + 4)], "limb"))
    x, y = joints["head"]
    parts.append(f'<circle class="head" cx="{x:.1f}" cy="{y:.1f}" r="{9 if pose.front else 8}"/>')
    return "".join(parts)


def _above() -> dict[str, Point]:
    return {"above": (110.0, 120.0)}


def _above_body(joints: Mapping[str, Point]) -> str:
    x, y = joints["above"]
    return (
        f'<ellipse class="limb far" cx="{x}" cy="{y}" rx="52" ry="18"/><circle class="head" cx="{x}" cy="{y}" r="13"/>'
        f'<path class="head" d="M{x - 6} {y + 11} l6 9 l6 -9 z"/>'
        f'<text x="{x}" y="215" class="small middle">{escape(FIGURE["above"])}</text>'
    )


def _arc(at: Point, figure: AngleFigure) -> str:
    """The zero line dashed, the measured line strong, an arrow from one to the other."""
    reach = figure.reach * 190 * 1.1
    radius = reach * 0.72
    start, end = _from(at, figure.zero, radius), _from(at, figure.line, radius)
    sweep = 1 if figure.line < figure.zero else 0
    tip = radians(figure.line)
    along = (-cos(tip), sin(tip)) if sweep else (cos(tip), -sin(tip))
    head = [
        (end[0] - 9 * along[0] + 5 * along[1], end[1] - 9 * along[1] - 5 * along[0]),
        end,
        (end[0] - 9 * along[0] - 5 * along[1], end[1] - 9 * along[1] + 5 * along[0]),
    ]
    # The sign stands beyond the arrow's tip, clear of the limbs; 0° beside the end of its line, away from the arrow.
    away = 1 if figure.line > figure.zero else -1
    plus = _from(at, figure.line + away * degrees(ROOM_PX / radius), radius)
    zero = _from(at, figure.zero - away * degrees(ROOM_PX / reach), reach)
    return (
        _line([at, _from(at, figure.zero, reach)], "zero")
        + _line([at, _from(at, figure.line, reach)], "measured")
        + f'<path class="arc" d="M{start[0]:.1f} {start[1]:.1f} A{radius:.1f} {radius:.1f} 0 0 {sweep} '
        f'{end[0]:.1f} {end[1]:.1f}"/>'
        + _line(head, "arc")
        + f'<text class="small middle" x="{zero[0]:.1f}" y="{zero[1] + 4:.1f}">0°</text>'
        f'<text class="small middle" x="{plus[0]:.1f}" y="{plus[1] + 4:.1f}">+</text>'
    )


def _from_above(scene: Scene) -> str:
    """Person with a nose that looks to the right; the phone beside or before them, with what it sees."""
    x, y = (70.0, 62.0) if scene.place == "side" else (45.0, 85.0)
    phone = (70.0, 150.0) if scene.place == "side" else (140.0, 85.0)
    parts = [
        f'<path class="view" d="{_cone(phone, (x, y))}"/>',
        f'<ellipse class="person" cx="{x}" cy="{y}" rx="9" ry="17"/>',
        f'<path class="person" d="M{x + 9} {y - 5} l9 5 l-9 5 z"/>',
        _line([(x, y), phone], "distance"),
        _phone(phone, flat=scene.place == "side"),
        f'<text class="small" x="{(x + phone[0]) / 2 + (6 if scene.place == "side" else -14):.0f}" '
        f'y="{(y + phone[1]) / 2 + (4 if scene.place == "side" else -10):.0f}">{escape(scene.distance_m)} m</text>',
    ]
    if scene.also:
        spot = (14.0, 62.0) if scene.also == "behind" else (150.0, 62.0)
        parts.append(_phone(spot, flat=False, style="phone again"))
        text = FIGURE[f"also_{scene.also}"]
        parts.append(f'<text class="small" x="2" y="24">{escape(text)}</text>')
    parts.append(f'<text class="small" x="2" y="184">{escape(FIGURE["above"])}</text>')
    return "".join(parts)


def _from_beside(scene: Scene) -> str:
    """The person as the phone sees them, and the height of its lens."""
    ground, height = 165.0, 140.0
    joints = _joints(scene.pose, 232, ground - height, height)
    lowest = max(y for _, y in joints.values())
    joints = {name: (x, y + ground - 4 - lowest) for name, (x, y) in joints.items()}
    lens = ground - scene.height * height
    words = FIGURE[scene.height_name]
    return (
        _line([(170, ground), (338, ground)], "ground")
        + _body(joints, scene.pose)
        + _line([(180, lens), (318, lens)], "distance")
        + _line([(322, lens), (322, ground)], "tripod")
        + _phone((322, lens), flat=False)
        + f'<text class="small end" x="338" y="184">{escape(words)}</text>'
    )


def _phone(at: Point, *, flat: bool, style: str = "phone") -> str:
    wide, high = (20, 8) if flat else (8, 20)
    return (
        f'<rect class="{style}" x="{at[0] - wide / 2:.1f}" y="{at[1] - high / 2:.1f}" width="{wide}" height="{high}" '
        'rx="2"/>'
    )


def _cone(phone: Point, person: Point) -> str:
    dx, dy = person[0] - phone[0], person[1] - phone[1]
    one = (person[0] + dx * 0.25 - dy * 0.5, person[1] + dy * 0.25 + dx * 0.5)
    two = (person[0] + dx * 0.25 + dy * 0.5, person[1] + dy * 0.25 - dx * 0.5)
    return f"M{phone[0]:.0f} {phone[1]:.0f} L{one[0]:.0f} {one[1]:.0f} L{two[0]:.0f} {two[1]:.0f} z"


def _from(start: Point, angle_deg: float, length: float) -> Point:
    """The point at a distance, in a direction counted from hanging down to the front."""
    turn = radians(angle_deg)
    return start[0] + length * sin(turn), start[1] + length * cos(turn)


def _line(points: list[Point], style: str) -> str:
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{style}" points="{text}"/>'
