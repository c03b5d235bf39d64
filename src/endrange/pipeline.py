"""The straight way through the house: file, frames, looks, one body, angles, movement, measures."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from endrange import __version__
from endrange.domain.analysis import Analysis, MovementLabel, Provenance
from endrange.domain.body import Body
from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip, SlowMotion
from endrange.domain.corrections import NOTHING, Corrections, Pointed
from endrange.domain.errors import ClipTooShort, NobodyThere, NoPerson, SettingsError
from endrange.domain.looks import Looks, network_of
from endrange.domain.measure import Finding
from endrange.domain.progress import OnProgress, silent
from endrange.domain.vocabulary import MovementName
from endrange.earlier import by_hand_of, standing_of
from endrange.kinematics import compute_angles, steady_hips, steady_shanks, steady_trunk, whole_limbs
from endrange.kinematics.blur import blur_findings
from endrange.kinematics.contradiction import contradiction_findings
from endrange.kinematics.neutral import Neutral, neutral_findings, neutral_from, neutral_told
from endrange.looking import LUNGE, MIN_FRAMES, look_at
from endrange.movement.protocol import Motion, Outcome
from endrange.movement.recognise import recognise
from endrange.movement.registry import movements
from endrange.rom.positions import of_own_zero
from endrange.settings import MOST_PEOPLE, Settings, make_settings
from endrange.track import corrected, cutoff_findings, follow_outline, frames_in, one_body, smooth

#: What somebody among several people is looked at for.
GAITS: Final[tuple[MovementName, ...]] = ("running", "walking")

#: The finding that says that the choice of the person is unsure.
SEVERAL_PEOPLE: Final = "several_people"

#: Says that the clip was looked at twice.
LOOKED_WIDER: Final = Finding(
    "looked_wider",
    "info",
    "The person chosen by hand was not among the most prominent; the clip was looked at again, with up to "
    f"{MOST_PEOPLE} people in a frame.",
    None,
)

#: Smoothing for recognition, before the movement and with it the proper cut-off is known.
PREVIEW_HZ: Final = 6.0


def analyze(
    path: str | Path,
    settings: Settings | None = None,
    *,
    neutral: Neutral | Literal["earlier"] | None = "earlier",
    corrections: Corrections | None = None,
    progress: OnProgress = silent,
    **values: Any,
) -> Analysis:
    """Analyse one clip, or landmarks from a file without looking at pixels.

    Parameters
    ----------
    path
        A video file, the ``track.nc`` of an earlier analysis, or landmarks of another program (TRC, C3D, OpenPose,
        DeepLabCut; see :mod:`endrange.pose.readers`).
    settings
        All settings; or give single ones by name (``quality="best"``, ``movement="hip_car"`` ...).
    neutral
        The person's own standing, as the zero of the angles that have one; None counts from the anatomical zero.
        Where nothing is said, the ``track.nc`` of a result counts from where that result counted.
    corrections
        What was put right by hand; if absent, the file beside the clip (``run.mp4.corrections.toml``) says it, and of a
        ``track.nc`` the result beside it.
    progress
        Called as frames are looked at.

    Raises
    ------
    ClipError
        When the clip cannot be used: one sentence that names the file and says what to do.
    SettingsError
        When a setting is unknown or contradicts another.
    """
    chosen = settings if settings is not None else make_settings(**values)
    by_hand = corrections if corrections is not None else by_hand_of(Path(path))
    standing = standing_of(Path(path)) if neutral == "earlier" else neutral
    clip, looks, changes = _landmarks(Path(path), chosen, progress)
    wider: tuple[Finding, ...] = ()
    try:
        found = analyze_looks(looks, clip, chosen, changes, standing, by_hand)
    except NobodyThere:
        if looks.engine == "file" or chosen.max_people >= MOST_PEOPLE:
            raise
        chosen, wider = looking_wider(chosen), (LOOKED_WIDER,)
        clip, looks, changes = look_at(Path(path), chosen, progress)
        found = analyze_looks(looks, clip, chosen, changes, standing, by_hand)
    if outline_missing(found, chosen):
        clip, looks, changes = look_at(Path(path), chosen.model_copy(update={"outline": "on"}), progress)
        found = analyze_looks(looks, clip, chosen, changes, standing, by_hand)
    return replace(found, findings=(*wider, *found.findings))


def looking_wider(settings: Settings) -> Settings:
    """The same with as many people a frame as can be asked for: where the one who is meant was not among them."""
    return settings.model_copy(update={"max_people": MOST_PEOPLE})


def outline_missing(analysis: Analysis, settings: Settings) -> bool:
    """Whether a lunge was found that the outline should tell of, and pixels can give what these looks lack.

    The masks cost 8 % of the time of all looks (2.3 of 30 ms a frame, standard): a clip that was not said to be a lunge
    is spared them, and looked at again where it is one.
    """
    looks = analysis.looks
    return (
        settings.outline == LUNGE
        and analysis.movement.name == LUNGE
        and looks.outline_px is None
        and looks.engine == "openvino"
        and any(network_of(look) != "movenet" for look in looks.names)
    )


def _landmarks(path: Path, settings: Settings, progress: OnProgress) -> tuple[Clip, Looks, FrameChanges]:
    """From a file of landmarks where it is one, else from pixels."""
    from endrange.pose.readers import reader_for

    reader = reader_for(path)
    if reader is None:
        return look_at(path, settings, progress)
    looks, clip, changes = reader.read(path, settings.fps)
    return (clip, *_within(looks, changes, clip, settings))


def _within(looks: Looks, changes: FrameChanges, clip: Clip, settings: Settings) -> tuple[Looks, FrameChanges]:
    """The landmarks of the span of time that was asked for."""
    if settings.start_s is None and settings.end_s is None:
        return looks, changes
    start, end = settings.start_s or 0.0, settings.end_s or np.inf
    kept = (looks.time_s >= start) & (looks.time_s < end)
    if kept.sum() < MIN_FRAMES:
        raise ClipTooShort(
            f"{clip.file} has {kept.sum()} frames from {start:g} s on and before {end:g} s, too few to show a "
            "movement; choose another span.",
            clip.path,
        )
    parts = {name: getattr(looks, name)[kept] for name in ("time_s", "position_px", "score", "world_m")}
    if looks.outline_px is not None:
        parts["outline_px"] = looks.outline_px[kept]
    return replace(looks, **parts), FrameChanges(changes.cut[kept], changes.frozen[kept])


def analyze_looks(
    looks: Looks,
    clip: Clip,
    settings: Settings,
    changes: FrameChanges | None = None,
    neutral: Neutral | None = None,
    by_hand: Corrections = NOTHING,
) -> Analysis:
    """Everything after the landmarks: pure, and quick enough to be done again whenever a setting changes."""
    changes = changes if changes is not None else FrameChanges.none(looks.n_frames)
    clip = _with_slow_motion(clip, settings)
    life = 1.0 if clip.slow_motion is None else 1.0 / clip.slow_motion.factor
    if settings.person is not None:
        by_hand = replace(by_hand, person=None)  # what is asked for now rules over what stands in a file
    body, label, findings = _whom_and_what(looks, clip, settings, changes, life, by_hand)
    movement = movements()[label.name]
    body, misdrawn = whole_limbs(body, movement=label.name)
    too_slow = cutoff_findings(body, movement.cutoff_hz, life_per_film=life)
    body = steady_hips(smooth(body, movement.cutoff_hz, life_per_film=life), movement=label.name)
    body = steady_shanks(body, movement=label.name)
    body = steady_trunk(body, movement=label.name, life_per_film=life)
    body, no_outline = follow_outline(body, looks, label, settings.outline, life_per_film=life)
    angles_from = partial(
        compute_angles,
        body,
        movement=label.name,
        side=label.side,
        level=clip.level,
        life_per_film=life,
        edge_share=clip.edge_share,
    )
    zero = neutral
    if by_hand.neutral and label.name != "standing":  # a standing clip shows the posture itself
        plain, named = angles_from(), frames_in(body.time_s, by_hand.neutral)
        zero = neutral_from(plain, named).over(neutral)
        findings = (*findings, *neutral_findings(plain, named))
    angles = angles_from(neutral=zero)
    outcome: Outcome = movement.measure(Motion(clip.file, body, angles, label, life))
    return Analysis(
        clip=clip,
        looks=looks,
        changes=changes,
        body=body,
        angles=angles,
        view=angles.view,
        movement=label,
        events=outcome.events,
        measures=of_own_zero(outcome.measures, angles.zero),
        curves=outcome.curves,
        evidence=outcome.evidence,
        findings=(
            *_film_findings(clip),
            *_hand_findings(by_hand),
            *findings,
            *misdrawn,
            *contradiction_findings(body),
            *blur_findings(clip.edge_share),
            *too_slow,
            *no_outline,
            *outcome.findings,
        ),
        provenance=_provenance(looks, settings, by_hand, neutral),
    )


def _whom_and_what(
    looks: Looks,
    clip: Clip,
    settings: Settings,
    changes: FrameChanges,
    life_per_film: float,
    by_hand: Corrections,
) -> tuple[Body, MovementLabel, tuple[Finding, ...]]:
    """The person whom the clip is about, and what they do.

    Where several people are about as prominent, the first of them who runs or walks is the one a user would have
    pointed at; the slow tests are filmed with one person, and bystanders do much that looks like one.
    """
    body, findings = _trusted_body(looks, clip, settings.person or by_hand.person, changes, by_hand)
    label = _label(body, clip, settings, life_per_film)
    if label.name != "unknown" or not any(finding.code == SEVERAL_PEOPLE for finding in findings):
        return body, label, findings
    for person in range(1, body.people_seen + 1):
        if person == body.person:
            continue
        try:
            other, theirs = _trusted_body(looks, clip, person, changes, by_hand)
        except NoPerson:
            continue  # too little of a bystander is no reason to refuse the clip
        seen = _label(other, clip, settings, life_per_film)
        if seen.name in GAITS:
            return other, seen, (*theirs, _chosen(person, seen))
    return body, label, findings


def _chosen(person: int, label: MovementLabel) -> Finding:
    return Finding(
        SEVERAL_PEOPLE,
        "warning",
        f"Several people are about equally prominent; person {person} was followed ({label.name.replace('_', ' ')}).",
        "Say which one is meant with --person, or film one person alone.",
    )


def _trusted_body(
    looks: Looks, clip: Clip, person: int | Pointed | None, changes: FrameChanges, by_hand: Corrections
) -> tuple[Body, tuple[Finding, ...]]:
    try:
        body, findings = one_body(looks, person=person, changes=changes)
    except (NoPerson, SettingsError) as error:
        raise type(error)(f"{clip.file}: {error.message}", clip.path) from error
    return corrected(body, by_hand), findings


def _with_slow_motion(clip: Clip, settings: Settings) -> Clip:
    if settings.slow_motion is None:
        return clip
    return replace(clip, slow_motion=SlowMotion(settings.slow_motion, "user"))


def _label(body: Body, clip: Clip, settings: Settings, life_per_film: float) -> MovementLabel:
    """What the user said it is; what was not said is recognised."""
    preview = smooth(body, PREVIEW_HZ, life_per_film=life_per_film)
    angles = compute_angles(preview, level=clip.level, life_per_film=life_per_film)
    unknown = MovementLabel("unknown", 0.0, None, settings.effort)
    motion = Motion(clip.file, preview, angles, unknown, life_per_film)
    said = settings.movement or ("hold" if settings.motion is not None else None)
    if said is None:
        seen = recognise(motion)
    else:
        seen = replace(movements()[said].recognise(motion), name=said, confidence=1.0)
    return replace(seen, side=settings.side or seen.side, effort=settings.effort or seen.effort, motion=settings.motion)


def _film_findings(clip: Clip) -> tuple[Finding, ...]:
    found = []
    if clip.lost_frames:
        found.append(
            Finding(
                "frames_lost",
                "warning",
                f"{clip.lost_frames} frames of {clip.file} could not be read; the rest was analysed.",
                "Copy the clip from the phone again; it may have been damaged on the way.",
            )
        )
    if clip.level is not None and clip.level.turns_deg:
        found.append(
            Finding(
                "camera_turns",
                "warning",
                f"The camera turned by about {clip.level.turns_deg:.1f} degrees either way while it filmed; that is "
                "in the error of every angle against gravity (thigh, shank, trunk).",
                "Put the phone on a stand, or lean it against something that does not move.",
            )
        )
    return tuple(found)


def _hand_findings(by_hand: Corrections) -> tuple[Finding, ...]:
    """Says what was changed by hand."""
    if not by_hand:
        return ()
    said = f"Corrected by hand: {'; '.join(by_hand.described())}."
    return (Finding("corrected", "info", said, None, by_hand.leave_out),)


def _provenance(looks: Looks, settings: Settings, by_hand: Corrections, neutral: Neutral | None) -> Provenance:
    made = settings.model_dump(mode="json")
    if by_hand:
        made["corrections"] = asdict(by_hand)
    if neutral is not None and neutral.offset_deg:
        made["neutral"] = neutral_told(neutral)
    return Provenance(
        endrange=__version__,
        looks=() if looks.engine == "file" else looks.names,
        models=looks.models,
        engine=looks.engine,
        settings=made,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
