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
from endrange.domain.measure import Finding
from endrange.domain.progress import OnProgress, silent
from endrange.keeping import analyze_kept
from endrange.kinematics.neutral import Neutral, neutral_from
from endrange.pipeline import analyze
from endrange.publish import overlay_fits, write_results
from endrange.rom.change import Earlier
from endrange.rom.conclude import conclude
from endrange.rom.focus import Focus
from endrange.session.focus import focus_of
from endrange.session.read import read_session
from endrange.settings import Settings, make_settings
from endrange.track import frames_in
from endrange.video.probe import sha256_of

#: Called with each clip's outcome as it is known.
OnClip = Callable[[ClipOutcome], None]

NOT_RECOGNISED: Final = (
    "What is done in it was not recognised; name the file after it, such as hip_car_right{ending}, or say it in "
    "session.toml."
)

NO_STANDING: Final = Finding(
    "no_standing",
    "warning",
    "No clip of the session shows standing that could be used, so every angle is counted from the anatomical zero.",
    "Film a few seconds of standing from the side: standing.mp4.",
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
    person's own standing as the zero takes the networks' offset out of a held hip extension (4 clips, counted from the
    true standing: mean error -2.1 to -0.7, root mean square 2.4 to 1.0 degrees) and puts one into the stride (16 clips:
    +0.4 to +2.2, 1.7 to 2.6); gap and reserve stay, because it is taken off both sides of the difference. It is not
    taken for the slow tests alone: a range counted from standing against a stride that is not would hold how the person
    stands (these: 1 to 5 degrees of flexion; error of 28 reserves 2.8 to 4.4).

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
    before_it: list[PlannedClip] = []
    for clip in sorted(plan.clips, key=_may_stand):
        outcome = _outcome(clip, base, neutral, out, overlay=overlay, progress=progress)
        if plan.zero == "standing" and neutral is None:
            neutral = neutral_of(outcome)
            before_it.append(clip)
        outcomes[clip.path] = outcome
        if on_clip is not None:
            on_clip(outcome)
    if neutral is not None:
        for clip in before_it[:-1]:  # what no name tells was counted from the anatomical zero until it was found
            outcomes[clip.path] = _outcome(clip, base, neutral, out, overlay=overlay, progress=progress)
    found = conclude(plan, [outcomes[clip.path] for clip in plan.clips], before=before, focus=texts)
    unfound = plan.zero == "standing" and neutral is None
    return replace(found, findings=(*found.findings, NO_STANDING)) if unfound else found


def _may_stand(clip: PlannedClip) -> int:
    """Clips named as standing first, then those whose names tell nothing, which may show it."""
    return ("standing", None).index(clip.movement) if clip.movement in ("standing", None) else 2


def _check_names(plan: Session) -> None:
    """Every clip has its folder by its name, so names must differ."""
    twice = [name for name, n in Counter(clip.path.name for clip in plan.clips).items() if n > 1]
    if twice:
        raise SettingsError(
            f"Two clips of the session in {plan.folder} are both called {twice[0]}; rename one of them.", plan.folder
        )


def neutral_of(outcome: ClipOutcome) -> Neutral | None:
    """The person's standing in a standing clip: in the frames that were named neutral by hand, else in all."""
    if outcome.analysis is None or outcome.movement != "standing":
        return None
    angles, named = outcome.analysis.angles, corrections_beside(outcome.planned.path).neutral
    chosen = neutral_from(angles, frames_in(angles.time_s, named))
    return chosen if chosen.offset_deg else neutral_from(angles)


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
        analysis, reused = _analysed(clip.path, settings, neutral, out, progress)
        if out is not None:
            drawn_already = reused and overlay_fits(Path(out) / analysis.clip.file, analysis)
            write_results(analysis, out, overlay=overlay and not drawn_already, progress=progress)
    except EndrangeError as error:
        return ClipOutcome(clip, "failed", clip.movement, clip.side, clip.effort, str(error), None)
    return _done(clip, analysis, reused=reused)


def _analysed(
    clip: Path, settings: Settings, neutral: Neutral | None, out: str | Path | None, progress: OnProgress
) -> tuple[Analysis, bool]:
    """The analysis, and whether the landmarks of an earlier run served."""
    if out is None or not clip.is_file():
        by_hand = corrections_beside(clip)
        return analyze(clip, settings, neutral=neutral, corrections=by_hand, progress=progress), False
    folder = Path(out) / clip.name
    return analyze_kept(clip, folder, sha256_of(clip), settings, neutral=neutral, progress=progress)


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
