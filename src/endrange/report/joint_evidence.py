"""The frames and the curve behind the numbers of one joint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis, Evidence
from endrange.domain.assessment import Assessment, Joint
from endrange.domain.measure import Measure
from endrange.report.evidence import Shown, shown_evidence
from endrange.report.figures import Plot, curve_plot, series_plot
from endrange.report.rows import number_text
from endrange.report.words import assessment as words

#: Frames by clip and time.
Pictures = Mapping[str, Mapping[float, NDArray[np.uint8]]]

ROLES: Final = ("passive", "active", "demand")


@dataclass(frozen=True)
class JointEvidence:
    """One joint's heading, frames and curve; ``plot_clip`` is the number of the curve's clip."""

    title: str
    pictures: tuple[Shown, ...]
    plot: Plot | None
    plot_clip: int | None


def assessment_times(assessment: Assessment) -> dict[str, tuple[float, ...]]:
    """Times of the frames that the page wants to show, by clip."""
    wanted: dict[str, dict[float, None]] = {}
    for joint in assessment.joints:
        for _, measure in _filmed(joint):
            if measure.clip is not None and measure.time_s is not None:
                wanted.setdefault(measure.clip, {})[measure.time_s] = None
    return {clip: tuple(times) for clip, times in wanted.items()}


def joint_evidence(assessment: Assessment, pictures: Pictures) -> tuple[JointEvidence, ...]:
    """Evidence of every joint of which a clip shows something, in the order of the joints."""
    by_clip = {c.analysis.clip.file: c.analysis for c in assessment.clips if c.analysis is not None}
    loads = {c.planned.path.name: c.planned.load for c in assessment.clips}
    numbers = clip_numbers(assessment)
    found = []
    for number, joint in enumerate(assessment.joints):
        if any(measure.clip in by_clip for _, measure in _filmed(joint)):
            pictures_of = _shown(joint, by_clip, pictures, loads)
            drawn = _plot(joint, by_clip, number)
            found.append(
                JointEvidence(
                    words.joint_heading(joint.motion, joint.side, joint.position),
                    tuple(replace(picture, clip=numbers[clip]) for clip, picture in pictures_of),
                    None if drawn is None else drawn[1],
                    None if drawn is None else numbers[drawn[0]],
                )
            )
    return tuple(found)


def clip_numbers(assessment: Assessment) -> dict[str, int]:
    """A number for each clip, by which the page ties film, pictures and curves together."""
    return {c.planned.path.name: number for number, c in enumerate(assessment.clips, start=1)}


def _filmed(joint: Joint) -> list[tuple[str, Measure]]:
    """The measures of a joint that come from a clip."""
    known = [(role, getattr(joint, role)) for role in ROLES]
    return [(role, m) for role, m in known if m is not None and m.clip is not None and m.time_s is not None]


def _shown(
    joint: Joint, by_clip: Mapping[str, Analysis], pictures: Pictures, loads: Mapping[str, str | None]
) -> Iterable[tuple[str, Shown]]:
    """Each picture with its clip's name."""
    for role, measure in _filmed(joint):
        analysis = by_clip.get(measure.clip or "")
        if analysis is None or measure.time_s is None:
            continue
        one = Evidence(measure.time_s, "", joint.motion, joint.side)
        shown = shown_evidence(replace(analysis, evidence=(one,)), pictures.get(analysis.clip.file, {}))
        name = analysis.clip.file
        for picture in shown:
            said = name, measure.time_s, loads.get(name), picture.seen
            yield name, replace(picture, caption=words.picture_caption(role, number_text(measure), *said))


def _plot(joint: Joint, by_clip: Mapping[str, Analysis], number: int) -> tuple[str, Plot] | None:
    """Its clip, and the stride with the other two numbers across it; else the slow movement, or the hold, over time."""
    demand = joint.demand
    if demand is not None and demand.clip in by_clip:
        analysis = by_clip[demand.clip or ""]
        curves = [c for c in analysis.curves if (c.quantity, c.side) == (joint.motion, joint.side)]
        others = [(role, getattr(joint, role)) for role in ("active", "passive") if joint.comparable]
        levels = [(f"{words.PART[role]} {number_text(m)}", m) for role, m in others if m is not None]
        if curves and np.isfinite(curves[0].values_deg).any():
            return _named(curve_plot(joint.motion, curves, analysis, name=f"joint-{number}", levels=levels), analysis)
    for measure in (joint.active, joint.passive):
        if measure is not None and measure.clip in by_clip:
            analysis = by_clip[measure.clip or ""]
            plot = series_plot(joint.motion, analysis, name=f"joint-{number}")
            return None if plot is None else _named(plot, analysis)
    return None


def _named(plot: Plot, analysis: Analysis) -> tuple[str, Plot]:
    return analysis.clip.file, replace(plot, title=analysis.clip.file)
