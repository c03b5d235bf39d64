"""A session becomes an assessment: clips are analysed once, reused while unchanged, and set against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment, ClipOutcome, Joint, PlannedClip, Session
from endrange.domain.errors import EndrangeError
from endrange.domain.progress import OnProgress, silent
from endrange.kinematics.neutral import Neutral, neutral_from
from endrange.pipeline import analyze
from endrange.pose.track_file import kept_track
from endrange.publish import write_results
from endrange.rom.conclude import conclude
from endrange.session.read import read_session
from endrange.settings import Settings, make_settings
from endrange.video.probe import sha256_of

#: Called with each clip's outcome as it is known.
OnClip = Callable[[ClipOutcome], None]


def assess(
    session: str | Path | Session,
    settings: Settings | None = None,
    *,
    out: str | Path | None = None,
    overlay: bool = True,
    before: tuple[str, tuple[Joint, ...]] | None = None,
    progress: OnProgress = silent,
    on_clip: OnClip | None = None,
) -> Assessment:
    """Assess one person from a session.

    Parameters
    ----------
    session
        A folder of clips, its ``session.toml``, or a session made by hand.
    settings
        For every clip; what the session says of a clip is added.
    out
        Folder for the clips' own results; with it, a clip unchanged since an earlier run is not looked at again.
    before
        Date and joints of the last earlier assessment of this person, for the change since.

    Raises
    ------
    SettingsError
        When the session cannot be read. A clip that cannot be used is an outcome, not an error.
    """
    plan = session if isinstance(session, Session) else read_session(session)
    base = settings if settings is not None else make_settings()
    neutral: Neutral | None = None
    outcomes: dict[Path, ClipOutcome] = {}
    for clip in sorted(plan.clips, key=lambda c: c.movement != "standing"):
        outcome = _outcome(clip, base, neutral, out, overlay=overlay, progress=progress)
        if outcome.analysis is not None and outcome.movement == "standing" and neutral is None:
            neutral = neutral_from(outcome.analysis.angles)
        outcomes[clip.path] = outcome
        if on_clip is not None:
            on_clip(outcome)
    return conclude(plan, [outcomes[clip.path] for clip in plan.clips], before=before)


def _outcome(
    clip: PlannedClip,
    base: Settings,
    neutral: Neutral | None,
    out: str | Path | None,
    *,
    overlay: bool,
    progress: OnProgress,
) -> ClipOutcome:
    """Analyse one clip; whatever is wrong with it is its own affair."""
    settings = settings_for(clip, base)
    try:
        kept = None if out is None else _kept(clip.path, Path(out), settings)
        analysis = analyze(kept or clip.path, settings, neutral=neutral, progress=progress)
        analysis = replace(analysis, clip=replace(analysis.clip, path=clip.path))
        if out is not None:
            write_results(analysis, out, overlay=overlay and kept is None, progress=progress)
    except EndrangeError as error:
        return ClipOutcome(clip, "failed", clip.movement, clip.side, clip.effort, str(error), None)
    return _done(clip, analysis, reused=kept is not None)


def _kept(clip: Path, out: Path, settings: Settings) -> Path | None:
    """The landmarks of an earlier run, where clip and settings are unchanged."""
    if not clip.is_file():
        return None
    return kept_track(out / clip.name, sha256_of(clip), settings.model_dump(mode="json"))


def _done(clip: PlannedClip, analysis: Analysis, *, reused: bool) -> ClipOutcome:
    label = analysis.movement
    return ClipOutcome(clip, "reused" if reused else "analysed", label.name, label.side, label.effort, None, analysis)


def settings_for(clip: PlannedClip, base: Settings) -> Settings:
    """The base settings with what the session says of this clip."""
    said = {
        "movement": clip.movement,
        "side": clip.side,
        "effort": clip.effort,
        "person": clip.person,
        "start_s": clip.start_s,
        "end_s": clip.end_s,
    }
    return make_settings(**base.model_dump() | {name: value for name, value in said.items() if value is not None})
