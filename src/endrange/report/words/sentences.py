"""Sentences of a report that hold a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isnan

from endrange.domain.angles import View
from endrange.domain.clip import Clip
from endrange.domain.vocabulary import ANGLES, MovementName, Side
from endrange.report.words.names import (
    FAR_LEG,
    FRAME_WITHOUT_VALUE,
    MOVEMENT,
    NO_DIFFERENCE,
    NOT_HELD,
    OPPOSITE,
    POSITIVE,
    QUANTITY,
    SIDE,
    STATISTIC,
    STATUS,
    UNIT,
    WHOLE_FRAME,
)


def signed(value: float, places: int) -> str:
    """A number with a true minus and without a negative zero."""
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def title_of(quantity: str) -> str:
    """Name of a quantity for people."""
    if quantity in ANGLES:
        return ANGLES[quantity].title
    return QUANTITY.get(quantity, quantity.replace("_", " ").capitalize())


def statistic_of(statistic: str) -> str:
    """Name of a statistic for people."""
    return STATISTIC.get(statistic, statistic.replace("_", " "))


def opposite_title(quantity: str) -> str | None:
    """``hip_extension`` -> ``Hip flexion``: the name that its low end carries; None where there is none."""
    if quantity not in OPPOSITE or quantity not in ANGLES:
        return None
    positive, negative = POSITIVE[quantity], OPPOSITE[quantity]
    title = ANGLES[quantity].title
    return title.replace(positive, negative) if positive in title.lower() else f"{title}, {negative}"


def axis_of(quantity: str) -> str:
    """Axis name with unit and sign: ``degrees (extension +)``."""
    return f"degrees ({POSITIVE[quantity]} +)" if quantity in POSITIVE else title_of(quantity)


def seen_from(view: View) -> str:
    """From where the camera saw the person."""
    if view.plane == "sagittal":
        return f"seen from the {view.near_side}" if view.near_side else "seen from the side"
    return {
        "front": "seen from the front",
        "back": "seen from behind",
        "oblique": "seen at an angle, between side and front",
        "unknown": "direction of view not clear",
    }[view.plane]


def counted(n: int, one: str, many: str | None = None) -> str:
    """``1 stride``, ``12 strides``."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def side_label(side: Side | None, near_side: Side | None) -> str:
    """``left``, or ``left (far)`` where the camera stands at the other side."""
    if side is None:
        return ""
    return side if near_side is None or side == near_side else f"{side} (far)"


def listed(parts: list[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def difference(delta: float, half: float, unit: str, near_side: Side | None) -> str:
    """What left minus right says, once its error is set against it."""
    if abs(delta) <= half:
        return NO_DIFFERENCE
    more = "left" if delta > 0 else "right"
    size = f"{abs(delta):.0f}° ± {half:.0f}°" if unit == "deg" else f"{abs(delta):.3f} s ± {half:.3f} s"
    text = f"{more} is {'more' if unit == 'deg' else 'longer'} by {size}"
    if near_side is None:
        return text
    return f"{text}; " + FAR_LEG.format(far="left" if near_side == "right" else "right")


def more_findings(n: int) -> str:
    """Points to the findings that are not in the verdict."""
    return f"{counted(n, 'more remark')} below."


def seconds(start_s: float, end_s: float) -> str:
    """A span of the clip: ``1.20-1.95 s``."""
    return f"{start_s:.2f} s" if end_s <= start_s else f"{start_s:.2f}–{end_s:.2f} s"


def slowed(factor: float, source: str) -> str:
    """How much slower than life the film runs, and who says so."""
    said = {"metadata": "says the file", "user": "as given", "inferred": "inferred from the movement"}[source]
    return f"slow motion × {factor:g} ({said})"


def beside(told: str, statistic: str, values: str) -> str:
    """What stands beside a held range, a best repetition or a hold."""
    names = {"from_rest": "from own standing", "drift": "drift", "hold_time": "held for"}
    return f"{'median' if told == 'best' else names.get(statistic, 'reached')} {values}"


def together(number: str) -> str:
    """A value of both sides taken together, beside those of each."""
    return f"both {number}"


def status_of(status: str, statistic: str) -> str:
    """Why a cell holds no number, in two words."""
    return NOT_HELD if status == "absent" and statistic.startswith("held_") else STATUS.get(status, status)


def not_held(names: str) -> str:
    """Names what was reached but not held."""
    return f"Not held: {names}"


def missing(names: str) -> str:
    """Names what could not be measured."""
    return f"Not measured: {names}"


def curve_summary(side: str, n: int, high: float, high_at: float, low: float, low_at: float) -> str:
    """A stride curve in words."""
    highest, lowest = signed(high, 0), signed(low, 0)
    return f"{side}, median of {n}: highest {highest}° at {high_at:.0f} %, lowest {lowest}° at {low_at:.0f} %"


def series_summary(side: str, high: float, high_at_s: float, low: float, low_at_s: float) -> str:
    """A time series in words."""
    highest, lowest = signed(high, 0), signed(low, 0)
    return f"{side}: highest {highest}° at {high_at_s:.1f} s, lowest {lowest}° at {low_at_s:.1f} s"


def angle_now(quantity: str, value_deg: float, half_deg: float) -> tuple[str, str]:
    """An angle of one frame: its name by direction, and its size with error: ``hip extension``, ``12° ± 6°``."""
    if isnan(value_deg):
        return title_of(quantity).lower(), FRAME_WITHOUT_VALUE
    flipped = opposite_title(quantity) if value_deg <= -0.5 else None
    name = (flipped or title_of(quantity)).lower()
    text = f"{signed(abs(value_deg) if flipped else value_deg, 0)}°"
    return name, text if isnan(half_deg) else f"{text} ± {half_deg:.0f}°"


def said_of(side: Side | None, text: str) -> str:
    """What a drawn number says: ``right hip extension 12° ± 6°``."""
    return f"{SIDE[side]} {text}" if side else text


def seen_here(value_deg: float) -> str:
    """What an angle is in the frame that is shown; empty where it is not known."""
    return "" if isnan(value_deg) else f"in this picture {signed(value_deg, 0)}°"


def as_seen(caption: str, quantity: str, value_deg: float) -> str:
    """A caption with the angle of its very frame beside the number of the whole clip.

    A median over strides is no stride's own value, so that number and picture differ by a degree or two.
    """
    if isnan(value_deg) or not caption:
        return caption
    name, number = angle_now(quantity, value_deg, float("nan"))
    named = "" if name in caption.lower() else f" {name}"
    return f"{caption.rstrip('.')}; in this picture{named} {number}"


def evidence_caption(captions: list[str], time_s: float) -> str:
    """What stands under a picture."""
    first, *more = dict.fromkeys(caption.rstrip(".") for caption in captions if caption) or (WHOLE_FRAME,)
    said = "; ".join([first, *(caption[:1].lower() + caption[1:] for caption in more)])
    return re.sub(r"(?<!\w)-(?=\d)", "\u2212", f"{said} ({time_s:.2f} s).")


def evidence_alt(movement: str, said: list[str], time_s: float) -> str:
    """What a picture shows, for those who do not see it."""
    numbers = f": {listed(said)}" if said else ""
    return f"{movement} at {time_s:.2f} s, the person with bones drawn over the picture{numbers}."


def cell_details(n: int, grade: str | None, sd: float | None, unit: str, time_s: float | None) -> str:
    """Small print of one number."""
    mark = UNIT.get(unit, f" {unit}")
    parts = [f"n {n}" if n else "", f"grade {grade}" if grade else ""]
    if sd is not None:
        parts.append(f"SD {sd:.1f}{mark}" if unit in ("deg", "steps/min") else f"SD {sd:.3f}{mark}")
    if time_s is not None:
        parts.append(f"at {time_s:.2f} s")
    return " · ".join(part for part in parts if part)


def zero_of(anatomical: str, used: list[str]) -> str:
    """Where an angle is zero."""
    if {"anatomical", "flat foot"} <= set(used):
        used = [name for name in used if name != "anatomical"]  # the same posture, once by the foot's own flat phase
    names = {"anatomical": anatomical, "standing": "your own standing posture", "flat foot": "sole flat, shank upright"}
    return f"Zero: {listed([names.get(name, name) for name in used])}." if used else f"Zero: {anatomical}."


def sign_of(quantity: str) -> str:
    """Which direction of an angle is positive and which negative."""
    if quantity not in POSITIVE:
        return ""
    return f"Positive is {POSITIVE[quantity]}, negative {OPPOSITE[quantity]}."


def standing_facts(neutral: Mapping[str, Mapping[str, float]]) -> str:
    """How far from the anatomical zero the person stands, angle by angle: what was taken off."""
    said = (f"{name.replace('_', ' ')} {signed(one['offset_deg'], 1)}°" for name, one in neutral.items())
    return ", ".join(said)


def smoothing(cutoff_hz: float | None) -> str:
    """How the points were smoothed."""
    return "none" if cutoff_hz is None else f"zero-phase low-pass, {cutoff_hz:g} Hz"


def view_facts(view: View) -> str:
    """What is known of the camera's direction."""
    parts = [view.plane, f"facing {view.facing}" if view.facing else "facing unknown"]
    if view.yaw_deg is not None:
        parts.append(f"yaw {view.yaw_deg:.0f}°" + (f" ± {1.96 * view.yaw_sd_deg:.0f}°" if view.yaw_sd_deg else ""))
    if view.roll_deg is not None:
        parts.append(f"camera roll {view.roll_deg:.1f}°")
    return ", ".join(parts).replace("-", "−")


def person_facts(person: int, people: int, share: float) -> str:
    """Who was followed, and for how much of the clip."""
    return f"{person} of {people}, seen in {100 * share:.0f} % of the frames"


def clip_facts(clip: Clip) -> str:
    """What is known of the file."""
    size = f"{clip.width_px} × {clip.height_px} px"
    lost = f", {clip.lost_frames} lost" if clip.lost_frames else ""
    rate = f"{clip.mean_fps:.2f} a second{' (variable)' if clip.variable_rate else ''}"
    return f"{size}, {clip.frames} frames{lost}, {rate}, {clip.codec}"


def movement_facts(name: MovementName, confidence: float) -> str:
    """What was done and how sure that is."""
    return f"{MOVEMENT[name]}, {100 * confidence:.0f} % sure"


def marks(values: Mapping[str, float | str]) -> list[str]:
    """The phase marks of an event; an angle and when it was there are one: ``hip extension peak 26.8° at 4.551 s``."""
    timed = {name: values.get(f"{name.removesuffix('_deg')}_s") for name in values if name.endswith("_deg")}
    told = {f"{name.removesuffix('_deg')}_s" for name, time_s in timed.items() if isinstance(time_s, float)}
    return [
        _mark(name, value) + (f" at {timed[name]:.3f} s" if isinstance(timed.get(name), float) else "")
        for name, value in values.items()
        if name not in told
    ]


def _mark(name: str, value: float | str) -> str:
    """A phase mark of an event: ``toe_off_s`` 0.598 -> ``toe off 0.598 s``."""
    if isinstance(value, str):
        return f"{name.replace('_', ' ')} {value}"
    for ending, unit, places in (("_s", " s", 3), ("_deg", "°", 1)):
        if name.endswith(ending):
            return f"{name.removesuffix(ending).replace('_', ' ')} {signed(value, places)}{unit}"
    return f"{name.replace('_', ' ')} {value:.4g}"
