"""Names and fixed texts of a report."""

from __future__ import annotations

from typing import Final

from endrange.domain.measure import GRADE_A_DEG, GRADE_B_DEG
from endrange.domain.vocabulary import MovementName, Side

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
    "standing": "This is how you stand. A session can count the angles of its other clips from it.",
    "hip_car": "Held or slowly reached range is owned. What was reached beyond it is momentum.",
    "ankle_car": "Held or slowly reached range is owned. What was reached beyond it is momentum.",
    "thoracic_car": "Held or slowly reached range is owned. What was reached beyond it is momentum.",
    "seated_hip_rotation": "Held or slowly reached range is owned. What was reached beyond it is momentum.",
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
    "drift": "change through the clip",
    "swing_mean": "mean in the air",
    "hold_time": "time held",
    "from_rest": "held, from own standing",
    "clip_peak": "highest in the clip",
    "clip_low": "lowest in the clip",
    "sparc": "spectral arc length (SPARC)",
    "trunk": "trunk",
    "stance_leg": "standing leg",
}

#: An owned end that was reached slowly and not held.
SLOW: Final = "slow (owned)"

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
    "figure_help": "In the figures the dashed line is where the angle is zero, the blue one what is measured; the "
    "arrow points to positive.",
    "provenance": "How this was made",
    "no_verdict": "Nothing could be measured in this clip.",
    "faces_blurred": "Faces are blurred: the head of everybody who was seen, and the whole picture where it was not "
    "known where the head is.",
    "by_hand": "Changed by a person, by hand",
    "moved_mark": "A diamond with a white rim, here and in the video, is a point that was moved by hand.",
    "no_evidence": "No frame is shown: the clip's pictures were not at hand, or nothing was measured.",
    "no_curves": "No curve is shown: no stride, repetition or hold was measured.",
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
    "reasons": "What is missing, and why",
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

#: What a diamond on film means.
MOVED_HERE: Final = "moved by hand"

THEM: Final = "them"  # several quantities that were just named
NOT_HELD: Final = "not held"

MORE_MISSING: Final = "What else is missing, and why, stands under the table."

NO_DIFFERENCE: Final = "no difference shown"

FAR_LEG: Final = "the {far} leg is the far one and partly hidden: film the other side to confirm"

WHOLE_FRAME: Final = "How the clip shows the person"

FRAME_WITHOUT_VALUE: Final = "not known in this frame"

ROUGH: Final = "rough (grade C)"

TIME_AXIS: Final = "time in the clip (s)"

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

#: Names of the facts of how a result was made.
FACT: Final[dict[str, str]] = {
    "clip": "Clip",
    "sha256": "SHA-256 of the clip",
    "movement": "Movement",
    "view": "View",
    "person": "Person",
    "smoothing": "Smoothing",
    "endrange": "endrange",
    "looks": "Looks",
    "engine": "Engine",
    "models": "Models",
    "settings": "Settings",
    "by_hand": "Changed by hand",
    "neutral": "Zero: own standing",
    "created": "Made",
}
FROM_FILE: Final = "read from a file"
NOTHING: Final = "none"
