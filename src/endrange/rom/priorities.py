"""The few restrictions that matter most, in the order in which they matter for the surface run on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from endrange.domain.assessment import Joint, Priority, PriorityEvidence, PriorityKind, Surface
from endrange.domain.measure import Finding, Measure
from endrange.domain.vocabulary import ANGLES, Side
from endrange.rom.compare import shows

#: As many as a person can work on.
MOST: Final = 3

#: How much a degree of each motion weighs by surface (proposal): even ground asks for hip extension behind the body,
#: uneven and steep ground for the ankle and for turning at the hip.
WEIGHTS: Final[dict[str | None, dict[str, float]]] = {
    "trail": {"ankle_dorsiflexion": 1.3, "hip_internal_rotation": 1.2},
    "road": {"hip_extension": 1.2},
    "track": {"hip_extension": 1.2},
    "treadmill": {"hip_extension": 1.2},
    None: {},
}

#: A borrowed degree counts for more than a degree of gap, which nothing demands yet (proposal).
KIND_WEIGHT: Final[dict[PriorityKind, float]] = {"borrowed": 2.0, "restricted": 2.0, "gap": 1.0, "compensation": 1.0}

#: Findings of a stride that say where a missing range is paid for, the motion they speak of, and what one is worth in
#: degrees of gap when it is ranked (proposal).
COMPENSATIONS: Final[dict[str, str]] = {
    "trunk_pays": "hip_extension",
    "trunk_arches": "hip_extension",
    "trunk_leans": "hip_extension",
    "knee_pays": "hip_extension",
    "foot_out": "ankle_dorsiflexion",
    "pelvic_drop": "hip_abduction",  # of the leg stood on, which the dropping pelvis adducts
}
COMPENSATION_DEG: Final = 3.0


@dataclass(frozen=True)
class _Candidate:
    """``worth`` is in degrees of gap."""

    motion: str
    side: Side | None
    kind: PriorityKind
    worth: float
    message: str
    evidence: PriorityEvidence


Shortfalls = Mapping[tuple[str, Side | None, str | None], Measure]


def priorities_of(
    joints: Iterable[Joint], shortfalls: Shortfalls, findings: Iterable[tuple[str, Finding]], surface: Surface | None
) -> tuple[Priority, ...]:
    """At most three, the weightiest first; only differences larger than their error are candidates.

    Parameters
    ----------
    shortfalls
        Demand minus passive by motion, side and position, where both may be compared.
    findings
        (clip, finding) of the strides.
    """
    candidates = [c for joint in joints for c in _of_joint(joint, shortfalls)]
    candidates += [c for clip, finding in findings for c in _of_finding(clip, finding)]
    weights = WEIGHTS[surface]

    def weight(c: _Candidate) -> float:
        return c.worth * weights.get(c.motion, 1.0)

    ordered = sorted(candidates, key=lambda c: (-weight(c), c.motion, str(c.side)))
    chosen: list[_Candidate] = []
    for candidate in ordered:
        if len(chosen) < MOST and (candidate.motion, candidate.side) not in {(c.motion, c.side) for c in chosen}:
            chosen.append(candidate)
    return tuple(Priority(i, c.motion, c.side, c.kind, c.message, c.evidence) for i, c in enumerate(chosen, 1))


def _name(joint: Joint) -> str:
    title = ANGLES[joint.motion].title.lower()
    return f"{joint.side} {title}" if joint.side else title


def _plus_minus(measure: Measure) -> str:
    if measure.value is None or measure.low is None or measure.high is None:
        return "an unknown amount"
    return f"{measure.value:.0f} ± {(measure.high - measure.low) / 2:.0f} degrees"


def _evidence(measure: Measure | None) -> PriorityEvidence:
    return PriorityEvidence(measure.clip if measure else None, measure.time_s if measure else None, measure)


def _of_joint(joint: Joint, shortfalls: Shortfalls) -> Iterable[_Candidate]:
    """One candidate a joint, of the gravest kind; what else holds of it follows in its message."""
    name, short = _name(joint), shortfalls.get((joint.motion, joint.side, joint.position))
    rows: tuple[tuple[PriorityKind, Measure | None, Measure | None, str], ...] = (
        (
            "restricted", short, joint.passive,
            "The stride uses {size} more {name} than the joint gives even passively; the range itself is limiting.",
        ),
        (
            "borrowed", joint.borrowed, joint.demand,
            "The stride uses {size} more {name} than is actively owned; something else gives it.",
        ),
        (
            "gap", joint.gap, joint.active,
            "The {name} can be put {size} further than it can be used; that range is there and not yet controlled.",
        ),
    )  # fmt: skip
    shown = [row for row in rows if row[1] is not None and (row[1].value or 0.0) > 0 and shows(row[1])]
    if shown:
        kind, _, evidence, _ = shown[0]
        worth = max((found.value or 0.0) * KIND_WEIGHT[of] for of, found, _, _ in shown if found is not None)
        message = " ".join(text.format(size=_plus_minus(found), name=name) for _, found, _, text in shown if found)
        yield _Candidate(joint.motion, joint.side, kind, worth, message, _evidence(evidence))


def _of_finding(clip: str, finding: Finding) -> Iterable[_Candidate]:
    motion = COMPENSATIONS.get(finding.code)
    if motion is not None:
        at = finding.spans_s[0][0] if finding.spans_s else None
        evidence = PriorityEvidence(clip, at, None)
        worth = COMPENSATION_DEG * KIND_WEIGHT["compensation"]
        yield _Candidate(motion, None, "compensation", worth, finding.message, evidence)
