"""One person, several clips and baselines, one answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment, ClipOutcome, Joint, Norm, Session
from endrange.domain.measure import Finding
from endrange.rom.change import Earlier, change_of
from endrange.rom.fatigue import fatigue_findings
from endrange.rom.focus import Focus
from endrange.rom.gather import SharedSd, ranges_of
from endrange.rom.joints import asymmetry_of, joints_of, shortfalls
from endrange.rom.missing import missing_of
from endrange.rom.norms import norms_for
from endrange.rom.priorities import COMPENSATIONS, priorities_of

#: Standard deviation of the error that two clips of one person and motion share beyond the mean error, in degrees.
#: Empty: over all pairs of clips of one body among 48 rendered ones (hold, hip circle and lunge against running, five
#: bodies) the covariance of the errors about each movement's mean is 0.5 to 0.7 deg² for hip extension and 0.9 deg² for
#: the ankle, beside variances of 2 to 9: nothing is shown that would cancel. The mean errors differ (hip extension:
#: hold -1.0, circle -0.1, stride +0.3) and widen differences; see :func:`endrange.rom.compare.covariance`. With it the
#: intervals of 93 to 100 % of the pairs hold the truth, each body measured with a table made without it.
SHARED_SD_DEG: Final[dict[str, float]] = {}


def shared_sd_deg(motion: str) -> float:
    """The error that cancels in a difference of two measures of this motion."""
    return SHARED_SD_DEG.get(motion, 0.0)


def conclude(
    session: Session,
    clips: Iterable[ClipOutcome],
    *,
    before: Iterable[Earlier] = (),
    shared_sd: SharedSd = shared_sd_deg,
    focus: Focus | None = None,
) -> Assessment:
    """The assessment of a session whose clips were analysed.

    Parameters
    ----------
    before
        Dates and joints of earlier assessments of the same person, newest first.
    focus
        What a coach suggests for each priority; nothing is suggested without it.
    """
    clips = tuple(clips)
    analyses = tuple(c.analysis for c in clips if c.analysis is not None)
    ranges = ranges_of(analyses, session.baselines)
    joints = joints_of(ranges, shared_sd)
    findings = _stride_findings(analyses)
    priorities = priorities_of(joints, shortfalls(ranges, shared_sd), findings, session.surface)
    return Assessment(
        session=session,
        clips=clips,
        joints=joints,
        asymmetry=asymmetry_of(ranges, shared_sd),
        priorities=priorities,
        missing=missing_of(ranges, clips),
        change=change_of(joints, before, shared_sd),
        norms=_norms(joints, session),
        findings=(*(f for _, f in findings if f.code in COMPENSATIONS), *fatigue_findings(analyses)),
        focus=() if focus is None else focus.lines_for(priorities, session.surface),
    )


def _stride_findings(analyses: tuple[Analysis, ...]) -> list[tuple[str, Finding]]:
    """Clip and finding of every stride."""
    strides = [a for a in analyses if a.movement.name in ("running", "walking")]
    return [(a.clip.file, finding) for a in strides for finding in a.findings]


def _norms(joints: tuple[Joint, ...], session: Session) -> tuple[Norm, ...]:
    motions = dict.fromkeys(j.motion for j in joints)
    return tuple(n for m in motions for n in norms_for(m, age_years=session.age_years, sex=session.sex))
