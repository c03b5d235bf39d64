"""Measures every clip of which the answer is known, as its user would, and says how wrong the numbers are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from endrange.accuracy.compare import angle_rows, exchanged, lost
from endrange.accuracy.entries import entries_from
from endrange.accuracy.looks_store import LooksStore
from endrange.accuracy.markers import is_markers, marker_rows
from endrange.accuracy.measures import measure_rows
from endrange.accuracy.plain_loop import PLAIN_LOOK, plain_angles, plain_points
from endrange.accuracy.real_views import view_rows
from endrange.accuracy.rows import ClipRow, Key, ReferenceRow, Report
from endrange.accuracy.truth import (
    Case,
    choose_looks,
    is_recorded,
    levelled,
    lopsided,
    read_clip,
    read_recorded,
    truth_beside,
)
from endrange.domain.analysis import Analysis, MovementLabel
from endrange.domain.clip import Clip
from endrange.domain.errors import ClipError, ClipNotFound
from endrange.domain.looks import Looks
from endrange.domain.progress import OnProgress, Progress, silent
from endrange.kinematics.error_table import ErrorTable, using_table
from endrange.movement.protocol import Motion
from endrange.movement.recognise import recognise
from endrange.pipeline import analyze_looks
from endrange.settings import QUALITY_LOOKS, make_settings
from endrange.synthetic.truth import wrap_deg

#: Name of the comparison in every table.
PLAIN: Final = "plain loop"

#: So many clips of so many people make a table without one of them worth its name (proposal).
ENOUGH_CLIPS: Final = 20
ENOUGH_PEOPLE: Final = 3

SAMPLE_SUFFIXES: Final = (".mp4", ".mov")


def look_lists(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """``best`` or ``heavy,movenet`` -> its looks; checked as the settings check them."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        chosen = QUALITY_LOOKS.get(name) or tuple(part.strip() for part in name.split(","))
        found[name] = make_settings(looks=chosen).look_names
    return found


def find_cases(folder: Path) -> Iterator[Case]:
    """Every clip with a truth beside it and every file of recorded looks below a folder, in order of name."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SAMPLE_SUFFIXES and truth_beside(path).is_file():
            yield read_clip(path)
        elif is_recorded(path):
            yield read_recorded(path)


def accuracy(
    folder: Path | None = None,
    looks: Sequence[str] = ("heavy", "standard", "best"),
    *,
    store: LooksStore | None = None,
    plain: bool = True,
    level: bool = False,
    cross_validate: bool = True,
    progress: OnProgress = silent,
) -> Report:
    """Compare every clip below ``folder`` with its truth, and what has another reference with that.

    Parameters
    ----------
    folder
        The samples of the checkout if None.
    looks
        Quality levels or lists of looks, each a column of the result.
    store
        Where looks of clips are kept between runs.
    plain
        Whether the plain loop is run for comparison.
    level
        Whether the camera's true roll is taken out of recorded looks first, so that neither errors nor intervals are
        the roll's, as in a clip whose picture tells it.
    cross_validate
        Whether, where many clips of several people lie there, each person's intervals are taken from a table made of
        the others; else they are those of the packaged table, in which the person may be.

    Raises
    ------
    ClipNotFound
        When nothing with a truth or another reference lies there.
    SettingsError
        When a look is unknown.
    """
    lists = look_lists(looks)
    store = store or LooksStore(None)
    folder = folder if folder is not None else samples_folder()
    cases = list(find_cases(folder))
    references = reference_rows(folder, lists, store)
    if not cases and not references:
        raise ClipNotFound(
            f"In {folder} lie neither a clip with its truth beside it (NAME.truth.npz) nor recorded looks nor another "
            "reference; name another folder.",
            folder,
        )
    cases = [levelled(case) if level else case for case in cases]
    report = _compare_all(cases, lists, store, plain, progress)
    if cross_validate and _many_people(cases):
        report = _with_tables_of_others(cases, lists, store, report)
    return report + Report(references=references)


def samples_folder() -> Path:
    """The samples of the checkout that this package runs from, else of the folder that it is called in.

    Raises
    ------
    ClipNotFound
        When there are none: an installed package comes without them.
    """
    for root in (Path(__file__).resolve().parents[3], Path.cwd()):
        if (root / "samples").is_dir():
            return root / "samples"
    raise ClipNotFound("There is no folder samples here; name a folder of clips with NAME.truth.npz beside them.")


def _compare_all(
    cases: Sequence[Case], lists: dict[str, tuple[str, ...]], store: LooksStore, plain: bool, progress: OnProgress
) -> Report:
    report = Report()
    for i, case in enumerate(cases):
        progress(Progress("comparing", i, len(cases)))
        report += compare_case(case, lists, store, plain=plain)
    progress(Progress("comparing", len(cases), len(cases)))
    return report


def _many_people(cases: Sequence[Case]) -> bool:
    told = [case.person for case in cases if case.person is not None]
    return len(told) >= ENOUGH_CLIPS and len(set(told)) >= ENOUGH_PEOPLE


def _with_tables_of_others(
    cases: Sequence[Case], lists: dict[str, tuple[str, ...]], store: LooksStore, first: Report
) -> Report:
    """The same comparison with every person's intervals from a table that does not know the person."""
    kept = Report(
        tuple(r for r in first.clips if r.key.person is None or r.key.looks == PLAIN),
        tuple(r for r in first.angles if r.key.person is None or r.key.looks == PLAIN),
        tuple(r for r in first.measures if r.key.person is None or r.key.looks == PLAIN),
    )
    for person in sorted({case.person for case in cases if case.person is not None}):
        theirs = [case for case in cases if case.person == person]
        # Rendered people are measured here, so no allowance for real ones is due.
        with using_table(ErrorTable(entries_from(first, without_person=person), real_people_sd_deg=0.0)):
            kept += _compare_all(theirs, lists, store, False, silent)
    return replace(kept, cross_validated=True)


def reference_rows(folder: Path, lists: dict[str, tuple[str, ...]], store: LooksStore) -> tuple[ReferenceRow, ...]:
    """Calibrated views of real people and runs from marker motion capture below a folder."""
    rows = view_rows(folder, lists, store)
    for path in sorted(folder.rglob("*.npz")):
        if is_markers(path):
            rows += marker_rows(path)
    return rows


def compare_case(case: Case, lists: dict[str, tuple[str, ...]], store: LooksStore, *, plain: bool = True) -> Report:
    """All lists of looks of one clip; a list that fails is a row with the sentence of its error."""
    try:
        seen = case.looks if case.looks is not None else store.looks_of(case.path, set().union(*lists.values()))
        report = _compare_plain(case, _plain_looks(case, store)) if plain else Report()
    except ClipError as error:
        return Report(clips=tuple(failed_row(key_of(case, name), case, str(error)) for name in lists))
    for name, names in lists.items():
        report += compare_looks(case, name, seen, names)
    return report


def _plain_looks(case: Case, store: LooksStore) -> Looks:
    """What the plain loop sees: VIDEO mode of a clip, the unsmoothed look of recorded looks."""
    return case.looks if case.looks is not None else store.plain_looks_of(case.path)


def compare_looks(case: Case, name: str, seen: Looks, names: tuple[str, ...]) -> Report:
    """One list of looks of one clip through the whole way after the landmarks."""
    key = key_of(case, name)
    settings = make_settings(looks=names, movement=case.movement, side=case.side, effort=case.effort)
    try:
        chosen = choose_looks(seen, names)
        analysis = analyze_looks(chosen, clip_of(case, seen), settings)
    except ClipError as error:
        return Report(clips=(failed_row(key, case, str(error)),))
    unsaid = ("trunk_rotation",) if lopsided(chosen) else ()
    return Report(
        (clip_row(key, case, analysis),),
        tuple(row for row in angle_rows(key, case, analysis.angles) if row.angle not in unsaid),
        tuple(row for row in measure_rows(key, case, analysis) if row.quantity not in unsaid),
    )


def _compare_plain(case: Case, seen: Looks) -> Report:
    if PLAIN_LOOK not in seen.names:
        return Report()
    key, n = key_of(case, PLAIN), len(case.truth.time_s)
    angles = plain_angles(seen, case.plane, case.truth.facing, case.truth.near_side)
    points = plain_points(seen)
    if len(points) != n:  # OpenCV dropped or doubled frames: then nothing belongs to anything
        return Report(clips=(failed_row(key, case, f"OpenCV read {len(points)} frames where there are {n}."),))
    row = replace(
        failed_row(key, case, None),
        exchanged=exchanged(case.truth.position_px, points),
        lost_near=lost(points, case.truth.near_side or "left"),
    )
    return Report((row,), tuple(r for r in angle_rows(key, case, angles) if r.n))


def key_of(case: Case, looks: str) -> Key:
    """What every row of this clip and these looks begins with."""
    return Key(case.name, case.movement, case.plane, case.person, looks)


def failed_row(key: Key, case: Case, sentence: str | None) -> ClipRow:
    """A row without figures."""
    return ClipRow(key, len(case.truth.time_s), None, None, None, None, None, None, None, None, (), sentence)


def clip_row(key: Key, case: Case, analysis: Analysis) -> ClipRow:
    """What was made of the clip as a whole."""
    truth, view, body = case.truth, analysis.view, analysis.body
    near = truth.near_side or "left"
    known = {name.angle for name in truth.angle_deg}
    return ClipRow(
        key,
        len(truth.time_s),
        recognise(_unlabelled(analysis)).name,
        None if truth.facing is None else view.facing == truth.facing,
        None if truth.near_side is None else view.near_side == truth.near_side,
        _difference(view.roll_deg, truth.roll_deg),
        _difference(view.yaw_deg, truth.yaw_deg) if case.plane == "sagittal" else None,
        exchanged(truth.position_px, body.position_px),
        lost(body.position_px, near),
        lost(body.position_px, "right" if near == "left" else "left"),
        tuple(sorted({name.angle for name in analysis.angles.refused} & known)),
        yaw_deg=view.yaw_deg if case.plane == "sagittal" else None,
    )


def _unlabelled(analysis: Analysis) -> Motion:
    label = MovementLabel("unknown", 0.0, None, None)
    return Motion(analysis.clip.file, analysis.body, analysis.angles, label, 1.0)


def _difference(value: float | None, truth: float | None) -> float | None:
    return None if value is None or truth is None else float(wrap_deg(np.array(value - truth)))


def clip_of(case: Case, looks: Looks) -> Clip:
    """The clip's facts as recorded looks know them."""
    times = looks.time_s
    step = float(np.median(np.diff(times)))
    return Clip(
        case.path, looks.size_px[0], looks.size_px[1], 0, False, looks.n_frames, float(times[-1] - times[0]) + step,
        1.0 / step, bool(np.ptp(np.diff(times)) > 0.1 * step), None, "", "", level=case.level,
    )  # fmt: skip
