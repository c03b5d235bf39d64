"""A clip analysed once more: from its kept landmarks where they still tell what is asked for, else from its pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.domain.corrections import Corrections
from endrange.domain.errors import ClipNotFound, ClipUnreadable, NobodyThere
from endrange.domain.progress import OnProgress, silent
from endrange.earlier import ANALYSIS, by_hand_of, said_in
from endrange.kinematics.neutral import Neutral, neutral_kept
from endrange.pipeline import LOOKED_WIDER, analyze, looking_wider, outline_missing
from endrange.pose.track_file import kept_track, taken_by
from endrange.settings import Settings


def analyze_kept(
    clip: Path,
    folder: Path,
    sha256: str,
    settings: Settings,
    *,
    neutral: Neutral | None = None,
    corrections: Corrections | None = None,
    progress: OnProgress = silent,
) -> tuple[Analysis, bool]:
    """Analyse a clip; without its pixels where the landmarks of an earlier run are of use.

    Parameters
    ----------
    folder
        The clip's own result folder, with the ``track.nc`` of an earlier run or without.
    sha256
        Checksum of the clip.
    corrections
        What was put right by hand; if absent, the file beside the clip says it.

    Returns
    -------
    tuple
        The analysis, which speaks of the clip and of the networks that once looked at it; and whether pixels were
        spared. Landmarks that do not hold the person who was chosen by hand are of no use.

    Raises
    ------
    EndrangeError
        As :func:`~endrange.pipeline.analyze` does.
    """
    by_hand = corrections if corrections is not None else by_hand_of(clip)
    wider = looking_wider(settings)
    for chosen in (settings, wider) if by_hand.person else (settings,):
        track = kept_track(folder, sha256, chosen.model_dump(mode="json"))
        if track is None:
            continue
        try:
            found = analyze(track, chosen, neutral=neutral, corrections=by_hand, progress=progress)
        except NobodyThere:
            if chosen == wider:
                raise
            found = analyze(clip, wider, neutral=neutral, corrections=by_hand, progress=progress)
            return replace(found, findings=(LOOKED_WIDER, *found.findings)), False
        found = _as_taken(found, clip, taken_by(track))
        if not outline_missing(found, chosen):
            return found, True
        break
    return analyze(clip, settings, neutral=neutral, corrections=by_hand, progress=progress), False


def neutral_in(folder: Path) -> Neutral | None:
    """The person's own standing that an earlier result was counted from; None where from none, or none can be read."""
    try:
        return neutral_kept(said_in(folder / ANALYSIS))
    except (ClipNotFound, ClipUnreadable):
        return None


def _as_taken(analysis: Analysis, clip: Path, engine: str) -> Analysis:
    """An analysis from kept landmarks speaks of the clip and the networks that they came from."""
    looks = () if engine == "file" else analysis.looks.names
    return replace(
        analysis,
        clip=replace(analysis.clip, path=clip),
        looks=replace(analysis.looks, engine=engine),
        provenance=replace(analysis.provenance, looks=looks, engine=engine),
    )
