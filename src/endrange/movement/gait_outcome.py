"""A gait's clip from motion to outcome: cut, measure, show, warn."""

from __future__ import annotations

from endrange.movement.bouts import cut_gait
from endrange.movement.drift import drift_findings, drift_measures
from endrange.movement.gait_contacts import Gait
from endrange.movement.gait_findings import gait_findings
from endrange.movement.gait_measures import angle_measures, curves, evidence, stride_events, tempo_measures
from endrange.movement.gait_view import frontal_measures
from endrange.movement.protocol import Motion, Outcome


def gait_outcome(motion: Motion, gait: Gait) -> Outcome:
    """Strides of both sides, everything measured of them, and what the user should know."""
    clip = cut_gait(motion, gait)
    measures = (*angle_measures(clip), *frontal_measures(clip), *tempo_measures(clip), *drift_measures(clip))
    return Outcome(
        events=stride_events(clip),
        measures=measures,
        curves=curves(clip),
        evidence=evidence(measures),
        findings=(*gait_findings(clip, measures), *drift_findings(measures)),
    )
