"""Measures what blur and bad light add to the errors, on worse copies of clips with a truth.

``python -m endrange.accuracy.make_widening FOLDER [CLIP…]`` looks at every clip below FOLDER, or at those named, as it
is, out of focus, and dark or coarsely compressed, and prints

- per angle, degrees for each hundredth of the person's size that edges are wider than the free width: how far the
  angle moves, root mean square over frames (:data:`endrange.kinematics.blur.PER_HUNDREDTH_DEG`);
- per share of sightings thrown out, by how much the error of a leg's angles exceeds its standard deviation without it
  (:data:`endrange.kinematics.contradiction.PER_SHARE_DEG`).

A minute or two a clip on two cores: every copy is looked at anew.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from endrange.accuracy.degrade import BLURRED, COARSE, Degrade
from endrange.accuracy.run import clip_of, find_cases
from endrange.accuracy.truth import Case
from endrange.domain.analysis import Analysis
from endrange.domain.clip import Frame
from endrange.domain.errors import ClipError
from endrange.domain.looks import Floats, gather
from endrange.domain.vocabulary import AngleKey
from endrange.kinematics.blur import FREE_EDGE
from endrange.kinematics.contradiction import contradiction_sd_deg, rejected_share
from endrange.looking import landmarker_for
from endrange.pipeline import analyze_looks
from endrange.settings import make_settings
from endrange.synthetic.truth import wrap_deg
from endrange.video.edges import EdgeFinder
from endrange.video.frames import FrameReader
from endrange.video.probe import probe

#: Bounds of the shares thrown out that are told together.
SHARES: Final = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 1.0)


@dataclass(frozen=True)
class Point:
    """One angle of one copy of one clip.

    Attributes
    ----------
    edge_share, rejected
        How wide its edges are; which share of the leg's sightings was thrown out.
    error_deg
        (n,) value minus truth.
    sd_deg
        Root mean square of the given standard deviation without the part of contradiction.
    """

    clip: str
    copy: str
    key: AngleKey
    edge_share: float | None
    rejected: float
    error_deg: Floats
    sd_deg: float


def points_of(case: Case, copy: str, degrade: Degrade | None) -> Iterator[Point]:
    """Every angle with a truth of one copy of a clip; nothing where the copy cannot be analysed."""
    frames: list[Frame] = list(FrameReader(probe(case.path)))
    frames = degrade(frames) if degrade is not None else frames
    settings = make_settings(quality="standard", movement=case.movement, side=case.side, effort=case.effort)
    landmarker, edges = landmarker_for(settings), EdgeFinder()

    def watched() -> Iterator[Frame]:
        for frame in frames:
            edges.feed(frame)
            yield frame

    looks = gather(
        edges.watching(landmarker.look(watched())), names=landmarker.looks, size_px=case.truth.size_px,
        engine=landmarker.engine, models=landmarker.models,
    )  # fmt: skip
    try:
        analysis = analyze_looks(looks, clip_of(case, looks), settings)
    except ClipError:
        return
    yield from _points(case, copy, analysis, edges.result())


def _points(case: Case, copy: str, analysis: Analysis, edge_share: float | None) -> Iterator[Point]:
    angles, body = analysis.angles, analysis.body
    for key, truth in case.truth.angle_deg.items():
        error = wrap_deg(angles.value_deg[key] - truth)
        given = np.isfinite(error)
        if given.any():
            variance = float(np.mean(angles.sd_deg[key][given] ** 2)) - contradiction_sd_deg(body, key.side) ** 2
            yield Point(case.name, copy, key, edge_share, rejected_share(body, key.side), error, np.sqrt(variance))


def blur_figures(sharp: Sequence[Point], soft: Sequence[Point]) -> dict[str, float]:
    """Degrees for each hundredth of edge beyond the free width, per angle: how far its frames move, least squares."""
    before = {(point.clip, point.key): point.error_deg for point in sharp}
    moved: dict[str, list[tuple[float, float]]] = {}
    for point in soft:
        beyond = 100.0 * ((point.edge_share or 0.0) - FREE_EDGE)
        there = before.get((point.clip, point.key))
        if there is not None and beyond > 0:
            moved.setdefault(point.key.angle, []).append((float(np.nanmean((point.error_deg - there) ** 2)), beyond**2))
    return {angle: float(np.sqrt(np.sum(rows, axis=0)[0] / np.sum(rows, axis=0)[1])) for angle, rows in moved.items()}


def excess_figures(points: Sequence[Point]) -> dict[tuple[float, float], float]:
    """Degrees that the error exceeds its standard deviation by, in squares, per share of sightings thrown out."""
    legs = [point for point in points if point.key.side is not None]
    found = {}
    for low, high in pairwise(SHARES):
        excess = [np.nanmean(p.error_deg**2) - p.sd_deg**2 for p in legs if low <= p.rejected < high]
        if excess:
            found[low, high] = float(np.sqrt(max(0.0, float(np.mean(excess)))))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Look at worse copies of clips and print the figures."""
    parser = argparse.ArgumentParser(description="Measure what blur and bad light add to the errors.")
    parser.add_argument("folder", type=Path, help="clips with their truth beside them")
    parser.add_argument("clips", nargs="*", help="names of the clips to take; all of them if none is named")
    chosen = parser.parse_args(arguments)
    cases = [case for case in find_cases(chosen.folder) if case.looks is None]
    cases = [case for case in cases if not chosen.clips or case.name in chosen.clips]
    sharp = [point for case in cases for point in points_of(case, "as it is", None)]
    soft = [p for case in cases for copy, degrade in BLURRED.items() for p in points_of(case, copy, degrade)]
    coarse = [p for case in cases for copy, degrade in COARSE.items() for p in points_of(case, copy, degrade)]
    lines = [
        f"{angle:24}{figure:5.2f} degrees a hundredth" for angle, figure in sorted(blur_figures(sharp, soft).items())
    ]
    for (low, high), figure in excess_figures([*sharp, *coarse]).items():
        lines.append(f"{low:4.2f} to {high:4.2f} thrown out: {figure:5.1f} degrees beyond the standard deviation")
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
