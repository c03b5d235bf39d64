"""One person, several clips and baselines, one answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment, Change, ClipOutcome, Joint, Norm, Session
from endrange.domain.measure import Finding
from endrange.rom.change import change_of
from endrange.rom.gather import SharedSd, ranges_of
from endrange.rom.joints import asymmetry_of, joints_of
from endrange.rom.missing import missing_of
from endrange.rom.norms import norms_for
from endrange.rom.priorities import priorities_of

#: Standard deviation of the error that two clips of one person and motion share, in degrees. 0 where it was
#: not shown that anything is shared: the difference then carries both errors whole.
SHARED_SD_DEG: Final[dict[str, float]] = {}


def shared_sd_deg(motion: str) -> float:
    """The error that cancels in a difference of two measures of this motion."""
    return SHARED_SD_DEG.get(motion, 0.0)


def conclude(
    session: Session,
    clips: Iterable[ClipOutcome],
    *,
    before: tuple[str, tuple[Joint, ...]] | None = None,
    shared_sd: SharedSd = shared_sd_deg,
) -> Assessment:
    """The assessment of a session whose clips were analysed.

    Parameters
    ----------
    before
        Date and joints of the last earlier assessment of the same person.
    """
    clips = tuple(clips)
    analyses = tuple(c.analysis for c in clips if c.analysis is not None)
    ranges = ranges_of(analyses, session.baselines)
    joints = joints_of(ranges, shared_sd)
    change: tuple[Change, ...] = () if before is None else change_of(joints, before[1], before[0], shared_sd)
    return Assessment(
        session=session,
        clips=clips,
        joints=joints,
        asymmetry=asymmetry_of(ranges, shared_sd),
        priorities=priorities_of(joints, _stride_findings(analyses), session.surface),
        missing=missing_of(ranges, analyses),
        change=change,
        norms=_norms(joints, session),
    )


def _stride_findings(analyses: tuple[Analysis, ...]) -> list[tuple[str, Finding]]:
    strides = [a for a in analyses if a.movement.name in ("running", "walking")]
    return [(a.clip.file, finding) for a in strides for finding in a.findings]


def _norms(joints: tuple[Joint, ...], session: Session) -> tuple[Norm, ...]:
    motions = dict.fromkeys(j.motion for j in joints)
    return tuple(n for m in motions for n in norms_for(m, age_years=session.age_years, sex=session.sex))
