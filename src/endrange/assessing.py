"""A session becomes an assessment: clips are analysed once, reused while unchanged, and set against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment, ClipOutcome, ClipStatus, PlannedClip, Session
from endrange.domain.corrections import corrections_beside
from endrange.domain.errors import EndrangeError, SettingsError
from endrange.domain.progress import OnProgress, silent
from endrange.kinematics.neutral import Neutral, neutral_from
from endrange.pipeline import analyze
from endrange.pose.track_file import kept_track, taken_by
from endrange.publish import write_results
from endrange.rom.change import Earlier
from endrange.rom.conclude import conclude
from endrange.rom.focus import Focus
from endrange.session.focus import focus_of
from endrange.session.read import read_session
from endrange.settings import Settings, make_settings
from endrange.video.probe import sha256_of

#: Called with each clip's outcome as it is known.
OnClip = Callable[[ClipOutcome], None]

NOT_RECOGNISED: Final = (
    "What is done in it was not recognised; name the file after it, such as hip_car_right{ending}, or say it in "
    "session.toml."
)


def assess(
    session: str | Path | Session,
    settings: Settings | None = None,
    *,
    out: str | Path | None = None,
    overlay: bool = True,
    before: Iterable[Earlier] = (),
    focus: Focus | None = None,
    progress: OnProgress = silent,
    on_clip: OnClip | None = None,
) -> Assessment:
    """Assess one person from a session.

    Angles are counted from the anatomical zero unless the session says ``zero = "standing"``. On rendered people the
    person's own standing as the zero makes held positions better (error of hip extension, root mean square, 2.0 to 1.1
    degrees over 3 clips; hip circles 3.0 to 2.5 over 7) and the stride worse (2.1 to 2.7 over 18), and it changes no
    gap and no reserve, because it is taken off both sides of the difference.

    Parameters
    ----------
    session
        A folder of clips, its ``session.toml``, or a session made by hand.
    settings
        For every clip; what the session says of a clip is added.
    out
        Folder for the clips' own results; with it, a clip unchanged since an earlier run is not looked at again.
    before
        Dates and joints of earlier assessments of this person, newest first, for the change since.
    focus
        Texts of the suggested focus; the session folder's ``focus.toml``, else those of the project.

    Raises
    ------
    SettingsError
        When the session cannot be read. A clip that cannot be used is an outcome, not an error.
    """
    plan = session if isinstance(session, Session) else read_session(session)
    _check_names(plan)
    texts = focus if focus is not None else focus_of(plan.folder)
    base = settings if settings is not None else make_settings()
    neutral: Neutral | None = None
    outcomes: dict[Path, ClipOutcome] = {}
    for clip in sorted(plan.clips, key=lambda c: c.movement != "standing"):
        outcome = _outcome(clip, base, neutral, out, overlay=overlay, progress=progress)
        if plan.zero == "standing" and neutral is None:
            neutral = _neutral_of(outcome)
        outcomes[clip.path] = outcome
        if on_clip is not None:
            on_clip(outcome)
    return conclude(plan, [outcomes[clip.path] for clip in plan.clips], before=before, focus=texts)


def _check_names(plan: Session) -> None:
    """Every clip has its folder by its name, so names must differ."""
    twice = [name for name, n in Counter(clip.path.name for clip in plan.clips).items() if n > 1]
    if twice:
        raise SettingsError(
            f"Two clips of the session in {plan.folder} are both called {twice[0]}; rename one of them.", plan.folder
        )


def _neutral_of(outcome: ClipOutcome) -> Neutral | None:
    if outcome.analysis is None or outcome.movement != "standing":
        return None
    return neutral_from(outcome.analysis.angles)


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
    try:
        settings = settings_for(clip, base)
        kept = None if out is None else _kept(clip.path, Path(out), settings)
        analysis = analyze(
            kept or clip.path,
            settings,
            neutral=neutral,
            corrections=corrections_beside(clip.path),
            progress=progress,
        )
        if kept is not None:
            analysis = as_taken(analysis, clip.path, taken_by(kept))
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


def as_taken(analysis: Analysis, clip: Path, engine: str) -> Analysis:
    """An analysis from kept landmarks speaks of the clip and the networks that they came from."""
    made = replace(analysis.provenance, looks=analysis.looks.names, engine=engine)
    return replace(
        analysis,
        clip=replace(analysis.clip, path=clip),
        looks=replace(analysis.looks, engine=engine),
        provenance=made,
    )


def _done(clip: PlannedClip, analysis: Analysis, *, reused: bool) -> ClipOutcome:
    label = analysis.movement
    reason = NOT_RECOGNISED.format(ending=clip.path.suffix) if label.name == "unknown" else None
    status: ClipStatus = "reused" if reused else "analysed"
    return ClipOutcome(clip, status, label.name, label.side, label.effort, reason, analysis)


def settings_for(clip: PlannedClip, base: Settings) -> Settings:
    """The base settings with what the session says of this clip."""
    said = {
        "movement": clip.movement,
        "motion": clip.motion,
        "side": clip.side,
        "effort": clip.effort,
        "person": clip.person,
        "slow_motion": clip.slow_motion,
        "start_s": clip.start_s,
        "end_s": clip.end_s,
    }
    return make_settings(**base.model_dump() | {name: value for name, value in said.items() if value is not None})
