"""The arc of a circling joint: in which directions a segment's end goes, how far, and what is skipped.

Directions are azimuths about the joint's rest: 0 forward (flexion), 90 outward (abduction), 180 backward (extension),
270 inward. Reach is the angle between the segment and rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from endrange.domain.looks import Floats

#: Sectors of the whole turn (science brief, section 7).
N_SECTORS: Final = 36
SECTOR_DEG: Final = 360.0 / N_SECTORS

#: A sector counts as reached as well as ever with this share of the person's own best reach (science brief, section 7).
AS_BEST: Final = 0.9

#: It is short of it only from this many degrees, which two looks at one reach differ by (proposal).
SHORT_DEG: Final = 6.0

#: Below this reach an azimuth means nothing: the segment is at rest (proposal).
REST_DEG: Final = 10.0


@dataclass(frozen=True)
class Arc:
    """Largest reach in every sector.

    Attributes
    ----------
    reach_deg
        (36,) degrees from rest; 0 where the segment did not go, NaN where it cannot be told because it was not seen on
        its way through.
    """

    reach_deg: Floats

    @property
    def seen(self) -> Floats:
        """(36,) reach with what was not seen as 0."""
        return np.nan_to_num(self.reach_deg)

    @property
    def solid_angle(self) -> float:
        """Sum over sectors of (1 - cos reach) d azimuth, in steradians; sectors that were not seen count as 0."""
        return float((1 - np.cos(np.radians(self.seen))).sum() * np.radians(SECTOR_DEG))


def direction(extension_deg: Floats, abduction_deg: Floats) -> tuple[Floats, Floats]:
    """Azimuth (0..360) and reach of a segment that is flexed, then abducted.

    Parameters
    ----------
    extension_deg, abduction_deg
        (n,) degrees, signs as in the vocabulary; abduction out of the plane in which the segment is flexed (ISB order,
        Wu et al. 2002). NaN gives NaN.
    """
    flexion, abduction = np.radians(-np.asarray(extension_deg, float)), np.radians(np.asarray(abduction_deg, float))
    forward, outward = np.sin(flexion) * np.cos(abduction), np.sin(abduction)
    down = np.cos(flexion) * np.cos(abduction)
    azimuth = np.degrees(np.arctan2(outward, forward)) % 360.0
    return azimuth, np.degrees(np.arccos(np.clip(down, -1.0, 1.0)))


def arc_of(azimuth_deg: Floats, reach_deg: Floats) -> Arc:
    """Largest reach in every sector passed, in the order of time.

    Between two neighbouring known frames the way is the short one; where frames between them were lost, the sectors on
    that way are NaN: gone through unseen.
    """
    azimuth, reach = np.asarray(azimuth_deg, float), np.asarray(reach_deg, float)
    best = np.zeros(N_SECTORS)
    unseen = np.zeros(N_SECTORS, bool)
    known = np.flatnonzero(np.isfinite(azimuth) & np.isfinite(reach))
    for before, after in pairwise(known.tolist()):
        if max(reach[before], reach[after]) < REST_DEG:
            continue
        sectors, reaches = _way(azimuth[before], reach[before], azimuth[after], reach[after])
        if after - before > 1 and len(np.unique(sectors)) > 2:
            unseen[sectors] = True
        elif min(reach[before], reach[after]) >= REST_DEG:
            np.maximum.at(best, sectors, reaches)
    return Arc(np.where(unseen & (best == 0), np.nan, best))


def best_of(arcs: Sequence[Arc]) -> Arc:
    """Largest reach in every sector over several repetitions or clips."""
    if not arcs:
        return Arc(np.full(N_SECTORS, np.nan))
    reach = np.stack([a.reach_deg for a in arcs])
    known = np.isfinite(reach).any(0)
    out = np.full(N_SECTORS, np.nan)
    out[known] = np.nanmax(reach[:, known], axis=0)
    return Arc(out)


def coverage(arc: Arc, best: Arc) -> float:
    """Solid angle of an arc over that of the best one, sectors seen in both alone; NaN where there is none.

    The best may be the person's own over all repetitions, or a passive circle of the same view.
    """
    both = np.isfinite(arc.reach_deg) & np.isfinite(best.reach_deg)
    whole = Arc(np.where(both, best.reach_deg, 0.0)).solid_angle
    return Arc(np.where(both, arc.reach_deg, 0.0)).solid_angle / whole if whole > 0 else float("nan")


def skipped(arc: Arc, best: Arc) -> list[tuple[float, float]]:
    """Stretches of azimuth, in degrees, in which an arc stays below 90 % of the best: ``[(from, to), ...]``."""
    both = np.isfinite(arc.reach_deg) & np.isfinite(best.reach_deg)
    near = np.maximum.reduce([np.roll(arc.seen, k) for k in (-1, 0, 1)])  # a sector's border is no border of the hip
    wanted = np.minimum(AS_BEST * best.seen, best.seen - SHORT_DEG)
    short = both & (best.seen >= 2 * REST_DEG) & (near < wanted)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], short.astype(int), [0]])))
    return [(a * SECTOR_DEG, b * SECTOR_DEG) for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]


def name_of(azimuth_deg: float) -> str:
    """Where a direction points: forward, outward, backward, inward or between."""
    names = ("forward", "forward and outward", "outward", "backward and outward", "backward", "backward and inward",
             "inward", "forward and inward")  # fmt: skip
    return names[int(((azimuth_deg % 360) + 22.5) // 45) % 8]


def closure_deg(azimuth_deg: Floats, reach_deg: Floats) -> float:
    """Angle between where the segment began and where it ended; NaN where an end was not seen."""
    ends = [_unit(azimuth_deg[i], reach_deg[i]) for i in (0, -1)]
    return float(np.degrees(np.arccos(np.clip(np.dot(ends[0], ends[1]), -1.0, 1.0))))


def _unit(azimuth_deg: float, reach_deg: float) -> Floats:
    a, r = np.radians(azimuth_deg), np.radians(reach_deg)
    return np.array([np.sin(r) * np.cos(a), np.sin(r) * np.sin(a), np.cos(r)])


def _way(a0: float, r0: float, a1: float, r1: float) -> tuple[np.ndarray, Floats]:
    """Sectors on the short way from one direction to another, and the reach in each."""
    turn = (a1 - a0 + 180.0) % 360.0 - 180.0
    steps = max(2, int(abs(turn) / (SECTOR_DEG / 2)) + 1)
    part = np.linspace(0.0, 1.0, steps)
    sectors = (((a0 + turn * part) % 360.0) // SECTOR_DEG).astype(int) % N_SECTORS
    return sectors, r0 + (r1 - r0) * part
