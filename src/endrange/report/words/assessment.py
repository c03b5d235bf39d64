"""What the page of an assessment says."""

from __future__ import annotations

from typing import Final

from endrange.domain.assessment import Change, Norm, PriorityKind, Session
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import ANGLES, Side
from endrange.report.words.names import SIDE
from endrange.report.words.sentences import signed
from endrange.rom.compare import HEALTHY_SIDES_DEG, shows

#: What each of the numbers of a joint is called.
PART: Final[dict[str, str]] = {
    "passive": "passive",
    "active": "owned",
    "momentum": "reached",
    "demand": "stride",
    "gap": "gap",
    "reserve": "reserve",
    "borrowed": "borrowed",
}

KIND: Final[dict[PriorityKind, str]] = {
    "borrowed": "borrowed in the stride",
    "restricted": "the range itself is limiting",
    "gap": "there, but not yet used",
    "compensation": "another part seems to pay",
}

CLIP_STATUS: Final[dict[str, str]] = {"analysed": "analysed", "reused": "as before", "failed": "not used"}

#: Fixed texts of the page, by name.
ASSESSMENT: Final[dict[str, str]] = {
    "title": "What you own, and what the stride borrows",
    "nobody": "One person's session",
    "verdict": "In short",
    "three": "The three numbers",
    "three_help": "Passive: where the joint can be put. Owned: where it gets by its own strength, held or slow. "
    "Stride: what running or walking uses. Filled bar: the value; thin line: its 95 % interval; diamond: reached with "
    "momentum; dashed line: owned. Hatched: a gap or a borrowed range that is larger than its error. Left is blue, "
    "right orange.",
    "no_three": "No range was measured.",
    "focus": "What to work on",
    "focus_help": "Suggestions from an editable text, for a coach to change; practice, not the result of trials.",
    "change": "Since last time",
    "change_help": "A change is real where it is larger than what can be detected. Other set-ups are not compared.",
    "no_change": "No range changed by more than can be detected.",
    "sides": "Left against right",
    "sides_help": "It counts where it is larger than its error and than the 3° by which healthy sides differ.",
    "missing": "What could not be seen, and how to film it",
    "evidence": "The evidence, joint by joint",
    "evidence_help": "The frames that the numbers come from, and the stride (or the slow movement) over time.",
    "films": "The clips, and their curves",
    "chain": "What else the strides show",
    "honest": "What this can say, and what it cannot",
    "norms": "Published figures, as context only",
    "norms_help": "Other people's ranges, by other methods. They are no target, and nothing above was judged by them.",
    "no_norm_fits": "No figure fits.",
    "clips": "Clips and entries",
    "all": "All numbers with their definitions",
    "method": "How it was compared",
    "provenance": "How this was made",
    "motion": "Motion",
    "side": "Side",
    "what": "What",
    "value": "Value",
    "left": "Left",
    "right": "Right",
    "difference": "Difference",
    "detectable": "Detectable",
    "since": "Since",
    "clip": "Clip",
    "shows": "Shows",
    "status": "Status",
    "definition": "Definition",
    "population": "Who and how",
    "source": "Source",
    "mean": "Mean ± SD",
    "skip": "Skip to the numbers",
    "not_medical": "A measurement of movement from video. It is not a diagnosis and says nothing about injury.",
    "no_frame": "The frames are not shown: the clips' pictures were not at hand.",
}

#: For and against, in plain words; the studies stand in brackets.
HONEST: Final[tuple[str, ...]] = (
    "For: a range that you can put a joint through and cannot use is a fact about control, and a stride that uses "
    "more than you own takes the rest from somewhere. Both are measured here, each with its error, and like is "
    "compared with like only.",
    "Against: more passive range does not by itself change the stride. After programmes that raised passive hip "
    "extension, running stayed the same (Mettler 2019, 20 runners), and so did everyday hip movement (Moreside and "
    "McGill 2013, 24 people); the Thomas test went with neither the pelvis' tilt nor the hip's extension in running "
    "(Schache 2000, 14 runners). Nor must there be a gap: active and passive range are about equal in seated hip "
    "rotation (Krause 2015), and at the ankle the active one was the larger (Krause 2011).",
    "Hip extension here is the thigh against the trunk. In running, 10 to 16 degrees of what looks like hip extension "
    "can come from the pelvis tipping forward (marker data of two runners), and one camera does not see the pelvis: "
    "part of what is called borrowed is the pelvis and the back doing their share, which is not wrong in itself.",
    "Nothing here predicts injury, pain or speed. It says where range, control and demand differ by more than the "
    "error of the measurement.",
)

#: How the comparison was made, for the details.
METHOD: Final[tuple[tuple[str, str], ...]] = (
    ("Gap", "passive minus owned; may be negative where the passive test was not taken to the same end"),
    ("Reserve", "owned minus stride"),
    ("Borrowed", "what the stride uses beyond what is owned; stated only where its interval excludes 0"),
    (
        "Like with like",
        "two ranges are compared only with the same definition and in positions that load the joint alike: a stride's "
        "hip with a standing test, a stride's ankle with a lunge on a bent knee",
    ),
    (
        "Interval",
        "95 %: scatter of repetitions or strides, and the error between clips found on rendered people with an "
        "allowance for real ones; of a difference both errors in squares, and wider where one test is known to read "
        "low and the other high",
    ),
    (
        "Detectable",
        "the smallest difference that would show at 95 % with these intervals; of repeated takes also with their own "
        "scatter",
    ),
    (
        "Order",
        "degrees beyond error, a borrowed or restricting one counting twice a degree of gap; on road, track and "
        "treadmill hip extension 1.2 times, on trail the ankle 1.3 and hip rotation 1.2 times (proposals)",
    ),
)


def joint_name(motion: str, side: Side | None) -> str:
    """``right hip extension``."""
    title = ANGLES[motion].title.lower()
    return f"{SIDE[side]} {title}" if side else title


def part_of(motion: str, side: Side | None, part: str) -> str:
    """``Right hip extension, owned``."""
    name = joint_name(motion, side)
    return f"{name[:1].upper()}{name[1:]}, {PART[part]}" if part in PART else f"{name[:1].upper()}{name[1:]}"


def joint_heading(motion: str, side: Side | None, position: str | None) -> str:
    """``Right hip extension (standing)``."""
    name = joint_name(motion, side)
    return f"{name[:1].upper()}{name[1:]}" + (f" ({position})" if position and position != "stride" else "")


def session_line(session: Session, clips: int, failed: int) -> str:
    """Date, surface and how many clips."""
    parts = [session.date or "", session.surface or "", f"{clips} clip{'' if clips == 1 else 's'}"]
    if session.baselines:
        n = len(session.baselines)
        parts.append(f"{n} range{'' if n == 1 else 's'} measured by hand")
    if failed:
        parts.append(f"{failed} not used")
    return " · ".join(part for part in parts if part)


def gap_text(number: str, value: float, shown: bool) -> str:
    """What a gap says."""
    if not shown:
        return f"no gap shown ({number})"
    if value > 0:
        return f"gap {number}: there, not yet used"
    return f"owned is more than passive (gap {number}): the passive test was not taken to the same end"


def reserve_text(number: str, value: float, shown: bool) -> str:
    """What a reserve says where nothing is borrowed."""
    if shown and value > 0:
        return f"reserve {number}"
    return f"stride and owned range not told apart (reserve {number})"


def borrowed_text(number: str) -> str:
    """What a borrowed range says."""
    return f"borrowed {number}"


def picture_caption(part: str, number: str, clip: str, time_s: float, load: str | None, seen: str = "") -> str:
    """Under a frame: ``Passive: 25° ± 5°, held by the hand; in this picture 24° (hip_car_right.mp4, 4.10 s)``.

    A passive range grows with the push (Kim 2011), so what pushed is said, or that it was not noted.
    """
    name = PART[part]
    push = f", {load or 'load not noted'}" if part == "passive" else ""
    return f"{name[:1].upper()}{name[1:]}: {number}{push}{f'; {seen}' if seen else ''} ({clip}, {time_s:.2f} s)"


def sides_text(difference: Measure, number: str) -> str:
    """What left minus right says: ``left more by 9° ± 4°``, ``none shown (−1° ± 7°)``."""
    value = difference.value or 0.0
    if not shows(difference):
        return f"none shown ({number})"
    if abs(value) < HEALTHY_SIDES_DEG:
        return f"as healthy sides differ ({number})"
    return f"{'left' if value > 0 else 'right'} more by {number.removeprefix('−')}"


def change_size(change: Change) -> str:
    """``+6° ± 4°``."""
    value, low, high = change.difference.value or 0.0, change.difference.low or 0.0, change.difference.high or 0.0
    sign = "+" if round(value) > 0 else ""
    return f"{sign}{signed(value, 0)}° ± {(high - low) / 2:.0f}°"


def unchanged(rows: list[str]) -> str:
    """Names what did not change by more than could be detected; empty where nothing was compared."""
    return f"Within what can be detected: {'; '.join(rows)}." if rows else ""


def norm_text(norm: Norm) -> str:
    """``17° ± 8°`` or ``18°``."""
    return f"{norm.mean_deg:g}°" + (f" ± {norm.sd_deg:g}°" if norm.sd_deg is not None else "")
