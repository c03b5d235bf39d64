"""Every sentence that a report says to its reader, in one place: a translation is one file.

Plain and sober: what was measured, how sure it is, what could not be seen. No diagnosis, no risk, no score.
"""

from __future__ import annotations

from math import isnan
from typing import Final

from endrange.domain.angles import View
from endrange.domain.measure import GRADE_A_DEG, GRADE_B_DEG
from endrange.domain.vocabulary import ANGLES, MovementName, Side

LANGUAGE: Final = "en"

MOVEMENT: Final[dict[MovementName, str]] = {
    "running": "Running",
    "walking": "Walking",
    "standing": "Standing",
    "hip_car": "Hip circles",
    "ankle_car": "Ankle circles",
    "thoracic_car": "Upper-back circles",
    "seated_hip_rotation": "Seated hip rotation",
    "knee_to_wall": "Knee to wall",
    "hold": "Held position",
    "unknown": "Movement not recognised",
}

#: What the range of a movement stands for, and what to set beside it.
MEANING: Final[dict[MovementName, str]] = {
    "running": "This is the range that the stride demands. Whether you own it or borrow it shows only beside the range "
    "that you control: film hip circles as well and assess the clips together.",
    "walking": "This is the range that the stride demands. Whether you own it or borrow it shows only beside the range "
    "that you control: film hip circles as well and assess the clips together.",
    "standing": "This is how you stand. It is used as the zero of the other clips.",
    "hip_car": "Held range is owned: you stopped there and stayed. What was reached beyond it is momentum.",
    "ankle_car": "Held range is owned: you stopped there and stayed. What was reached beyond it is momentum.",
    "thoracic_car": "Held range is owned: you stopped there and stayed. What was reached beyond it is momentum.",
    "seated_hip_rotation": "Held range is owned: you stopped there and stayed. What was reached beyond it is momentum.",
    "knee_to_wall": "This is the bend of the ankle under load with the heel down; it can be set against the stride's.",
}
MEANING_PASSIVE: Final = (
    "This is the range that the joint was put through. What you own of it shows only beside a clip of your own effort "
    "in the same position."
)

#: The other direction of an angle: what a negative value is.
OPPOSITE: Final[dict[str, str]] = {
    "hip_extension": "flexion",
    "hip_abduction": "adduction",
    "hip_internal_rotation": "external rotation",
    "knee_flexion": "extension",
    "ankle_dorsiflexion": "plantarflexion",
    "thigh_extension": "flexion",
    "shank_lean": "backward",
    "foot_pitch": "toes down",
    "foot_progression": "toe-in",
    "trunk_lean": "backward",
    "trunk_rotation": "to the right",
    "pelvic_drop": "right side low",
}

#: The direction that is positive, in a word or two, for an axis.
POSITIVE: Final[dict[str, str]] = {
    "hip_extension": "extension",
    "hip_abduction": "abduction",
    "hip_internal_rotation": "internal rotation",
    "knee_flexion": "flexion",
    "ankle_dorsiflexion": "dorsiflexion",
    "thigh_extension": "extension",
    "shank_lean": "forward",
    "foot_pitch": "toes up",
    "foot_progression": "toe-out",
    "trunk_lean": "forward",
    "trunk_rotation": "to the left",
    "pelvic_drop": "left side low",
}

#: What an angle is taken against, where its name alone would claim too much.
MEANT: Final[dict[str, str]] = {
    "hip_extension": "thigh against trunk",
    "thigh_extension": "thigh against gravity",
    "ankle_dorsiflexion": "shank against sole",
    "shank_lean": "shank against gravity",
}

QUANTITY: Final[dict[str, str]] = {
    "cadence": "Cadence",
    "contact_time": "Ground contact",
    "stride_time": "Stride time",
    "hold_time": "Time held",
    "tempo": "Time of one repetition",
    "arc_coverage": "Arc covered",
    "closure": "Distance between start and end",
    "smoothness": "Smoothness",
    "stillness": "Stillness of the rest of the body",
    "drift": "Drift during the hold",
}

STATISTIC: Final[dict[str, str]] = {
    "stride_peak": "peak of the stride",
    "stance_peak": "peak on the ground",
    "swing_peak": "peak in the air",
    "stance_mean": "mean on the ground",
    "mean": "mean",
    "repetition_peak": "reached",
    "repetition_low": "reached",
    "held_peak": "held (owned)",
    "held_low": "held (owned)",
    "best": "best repetition",
    "plateau": "held",
    "drift": "drift while held",
    "hold_time": "time held",
}

UNIT: Final[dict[str, str]] = {"deg": "°", "s": " s", "steps/min": " steps/min", "ratio": "", "m": " m", "1": ""}

SIDE: Final[dict[Side | None, str]] = {"left": "left", "right": "right", None: "midline"}

SEVERITY: Final[dict[str, str]] = {"error": "Problem", "warning": "Take care", "info": "Note"}

STATUS: Final[dict[str, str]] = {"not_measurable": "not measurable", "absent": "not seen"}

GRADES: Final[dict[str, str]] = {
    "A": f"A: the value is known to ± {GRADE_A_DEG:g}° or better (other units: ± 5 % of the value)",
    "B": f"B: to ± {GRADE_B_DEG:g}° or better (other units: ± 15 %)",
    "C": "C: less well than that; a rough figure, not one to act on alone",
}

#: Fixed texts of the page, by name.
PAGE: Final[dict[str, str]] = {
    "verdict": "In short",
    "evidence": "What it looked like",
    "curves": "Curves",
    "table": "All numbers",
    "events": "Events",
    "findings": "Findings about the clip",
    "method": "How each number is defined",
    "provenance": "How this was made",
    "no_verdict": "Nothing could be measured in this clip.",
    "no_evidence": "No frame is shown: the clip's pictures were not at hand, or nothing was measured.",
    "no_curves": "No curve is shown: no whole stride or repetition was measured.",
    "no_table": "This clip gave no numbers.",
    "no_events": "No stride, repetition or hold was found.",
    "no_findings": "Nothing to remark.",
    "quantity": "What",
    "left": "Left",
    "right": "Right",
    "midline": "Value",
    "difference": "Left against right",
    "interval": "Values are medians over strides or repetitions, means for times and rates. "
    "The ± is half of the 95 % interval: error of the method and scatter between strides or repetitions "
    "together.",
    "grades": "Grades",
    "reasons": "Why some numbers are missing",
    "event": "Event",
    "side": "Side",
    "from": "From (s)",
    "to": "To (s)",
    "remarks": "Remarks",
    "skip": "Skip to the numbers",
    "not_medical": "A measurement of movement from video. It is not a diagnosis and says nothing about injury.",
    "left_out": "left out",
    "more": "More",
    "more_events": "{n} more stand in analysis.json.",
    "reason_link": "reason {n}",
    "curve_help": "Thin: each one. Thick: the median. Band: 95 % interval of the median, error of the method included. "
    "Left is blue and solid, right is orange and dashed.",
    "series_help": "The band is the 95 % interval of a single frame. Shaded: repetitions. Darker bar: held. "
    "Hatched: not seen. Left is blue and solid, right is orange and dashed.",
}

MORE_MISSING: Final = "What else is missing, and why, stands under the table."
NO_DIFFERENCE: Final = "no difference shown"
FAR_LEG: Final = "the {far} leg is the far one and partly hidden: film the other side to confirm"
WHOLE_FRAME: Final = "How the clip shows the person"
FRAME_WITHOUT_VALUE: Final = "not known in this frame"
ROUGH: Final = "rough (grade C)"


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


def reached(values: str) -> str:
    """What momentum added to a held range."""
    return f"reached {values}"


def missing(names: str) -> str:
    """Names what could not be measured."""
    return f"Not measured: {names}"


TIME_AXIS: Final = "time in the clip (s)"


def curve_summary(side: str, n: int, high: float, high_at: float, low: float, low_at: float) -> str:
    """A stride curve in words."""
    highest, lowest = signed(high, 0), signed(low, 0)
    return f"{side}, median of {n}: highest {highest}° at {high_at:.0f} %, lowest {lowest}° at {low_at:.0f} %"


def series_summary(side: str, high: float, high_at_s: float, low: float, low_at_s: float) -> str:
    """A time series in words."""
    highest, lowest = signed(high, 0), signed(low, 0)
    return f"{side}: highest {highest}° at {high_at_s:.1f} s, lowest {lowest}° at {low_at_s:.1f} s"


#: Names short enough to stand beside a joint on film.
SHORT: Final[dict[str, str]] = {
    "hip_extension": "hip ext",
    "thigh_extension": "thigh ext",
    "hip_abduction": "hip abd",
    "hip_internal_rotation": "hip int rot",
    "knee_flexion": "knee flex",
    "ankle_dorsiflexion": "ankle dorsi",
    "shank_lean": "shank lean",
    "pelvic_drop": "pelvis",
}

#: Stage of a long job, for the progress display.
DRAWING: Final = "drawing"

#: Before the rows of ground contacts on film.
FOOT_LETTER: Final[dict[Side, str]] = {"left": "L", "right": "R"}


def angle_now(quantity: str, value_deg: float, half_deg: float) -> str:
    """An angle of one frame with its direction and error: ``extension 12° ± 6°``, ``flexion 98° ± 6°``."""
    if isnan(value_deg):
        return FRAME_WITHOUT_VALUE
    direction = (OPPOSITE if value_deg <= -0.5 else POSITIVE).get(quantity)
    text = f"{direction} {abs(value_deg):.0f}°" if direction else f"{signed(value_deg, 0)}°"
    return text if isnan(half_deg) else f"{text} ± {half_deg:.0f}°"


def said_of(side: Side | None, quantity: str, text: str) -> str:
    """What a drawn number says: ``right hip extension: extension 12° ± 6°``."""
    name = title_of(quantity).lower()
    return f"{side} {name}: {text}" if side else f"{name}: {text}"


def evidence_caption(captions: list[str], time_s: float) -> str:
    """What stands under a picture."""
    said = "; ".join(dict.fromkeys(caption.rstrip(".") for caption in captions if caption)) or WHOLE_FRAME
    return f"{said} ({time_s:.2f} s)."


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
    names = {"anatomical": anatomical, "standing": "your own standing posture", "flat foot": "sole flat, shank upright"}
    return f"Zero: {listed([names.get(name, name) for name in used])}." if used else f"Zero: {anatomical}."


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
