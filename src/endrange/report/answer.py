"""From an assessment to the few lines that are read first, on the page and in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from endrange.domain.assessment import Assessment, Joint, Missing, Priority
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import SIDES
from endrange.report.rows import number_text
from endrange.report.verdict import Line
from endrange.report.words import assessment as words
from endrange.report.words import listed
from endrange.rom.compare import shows

#: Failed clips that are named; the others stand in the list of clips (proposal).
MAX_FAILED: Final = 2


def answer_lines(assessment: Assessment) -> tuple[Line, ...]:
    """The priorities, what is owned, what cannot be told, what could not be used, what was not seen."""
    return (
        *_priority_lines(assessment),
        *_owned_lines(assessment.joints),
        *_failed_lines(assessment),
        *_missing_lines(assessment.missing),
    )


def _failed_lines(assessment: Assessment) -> Iterable[Line]:
    failed = [clip for clip in assessment.clips if clip.reason]
    for clip in failed[:MAX_FAILED]:
        name, reason = clip.planned.path.name, clip.reason or ""
        what = "was not used" if clip.status == "failed" else "was not recognised"
        yield Line("finding", f"A clip {what}", note=reason if name in reason else f"{name}: {reason}")
    if len(failed) > MAX_FAILED:
        names = [clip.planned.path.name for clip in failed[MAX_FAILED:]]
        yield Line("finding", f"So {'were' if len(names) > 1 else 'was'} {listed(names)}")


def _priority_lines(assessment: Assessment) -> Iterable[Line]:
    for priority in assessment.priorities:
        name = words.joint_name(priority.motion, priority.side)
        title = f"{priority.rank}. {name[:1].upper()}{name[1:]}: {words.KIND[priority.kind]}"
        size = _size_of(assessment.joints, priority)
        values = ((priority.side, "", number_text(size)),) if size is not None else ()
        yield Line("number", title, values, priority.message)
    if not assessment.priorities and assessment.joints:
        yield Line("number", "Nothing stands out beyond its error", note=_what_would_have_shown(assessment.joints))


def _size_of(joints: Iterable[Joint], priority: Priority) -> Measure | None:
    """The gap or borrowed range behind a priority: of the position in which its evidence was measured."""
    shown: Measure | None
    for joint in joints:
        size, shown = {"gap": (joint.gap, joint.active), "borrowed": (joint.borrowed, joint.demand)}.get(
            priority.kind, (None, None)
        )
        if (joint.motion, joint.side) == (priority.motion, priority.side) and shown == priority.evidence.measure:
            return size
    return None


def _what_would_have_shown(joints: Iterable[Joint]) -> str:
    """The sizes that would have shown: a gap of 8° or a borrowed range of 7° of right hip extension."""
    said = []
    for joint in joints:
        sizes = [
            f"{a} of {(m.high - m.low) / 2:.0f}°"
            for m, a in ((joint.gap, "a gap"), (joint.reserve, "a borrowed range"))
            if m is not None and m.low is not None and m.high is not None
        ]
        if sizes:
            said.append(f"{' or '.join(sizes)} of {words.joint_name(joint.motion, joint.side)}")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]} would have shown." if text else "No two ranges could be compared."


def _owned_lines(joints: Iterable[Joint]) -> Iterable[Line]:
    """What the stride uses and is owned with room to spare; where the two cannot be told apart."""
    spare = [(j, j.reserve) for j in joints if j.reserve is not None and j.borrowed is None]
    owned = [(j, r) for j, r in spare if shows(r)]
    if owned:
        values = tuple((j.side, words.joint_name(j.motion, j.side), number_text(r)) for j, r in owned)
        yield Line("number", "Owned, with room to spare in the stride", values)
    within = [f"{words.joint_name(j.motion, j.side)} {number_text(r)}" for j, r in spare if not shows(r)]
    if within:
        yield Line("number", "Owned or borrowed: not told apart", note=f"Owned minus stride: {listed(within)}.")


def _missing_lines(missing: tuple[Missing, ...]) -> Iterable[Line]:
    """What was not seen, in one line."""
    if not missing:
        return
    roles: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for motion in dict.fromkeys(m.motion for m in missing):
        for side in SIDES:
            lacking = tuple(words.PART[m.role or ""] for m in missing if (m.motion, m.side) == (motion, side))
            if lacking:
                roles.setdefault((motion, lacking), []).append(side)
    parts = [
        f"{listed(sides)} {words.joint_name(motion, None)} ({listed(list(lacking))})"
        for (motion, lacking), sides in roles.items()
    ]
    text = "; ".join(parts)
    yield Line(
        "missing", "Not seen", note=f"{text[:1].upper()}{text[1:]}. How to film it stands further down on the page."
    )
