"""Writes what an analysis found: the files of a result folder, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment
from endrange.domain.errors import OutputError
from endrange.domain.progress import OnProgress, silent
from endrange.formats.analysis_json import finite
from endrange.formats.registry import format_named, write_formats
from endrange.formats.whole import written_whole
from endrange.report.pictures import film_pictures, has_pixels, shown_pictures
from endrange.report.player import Film
from endrange.settings import OVERLAY_SIZE_PX

#: Where results go when nothing else is said.
DEFAULT_OUT: Final = Path("endrange-results")

OVERLAY: Final = "overlay.mp4"

#: Written first of all, so that nothing that goes wrong later costs the landmarks.
TRACK: Final = "netcdf"

#: The other formats that every result folder holds, ``analysis.json`` last: where it stands, the rest is whole.
STANDARD_FORMATS: Final = ("csv", "dictionary", "json")


@dataclass(frozen=True)
class Written:
    """Where the results of one clip lie."""

    folder: Path
    files: tuple[Path, ...]

    @property
    def page(self) -> Path:
        """The report."""
        return self.folder / "report.html"


def write_results(
    analysis: Analysis,
    out: str | Path = DEFAULT_OUT,
    *,
    overlay: bool = True,
    formats: Sequence[str] = (),
    folder: Path | None = None,
    progress: OnProgress = silent,
) -> Written:
    """Write ``angles.csv`` with its dictionary, ``track.nc``, ``overlay.mp4``, ``report.html`` and ``analysis.json``.

    Parameters
    ----------
    out
        The folder that gets a folder named like the clip, extension kept.
    overlay
        Whether to draw ``overlay.mp4``; it also needs the clip's pixels at hand.
    formats
        Further formats by name.
    folder
        The very folder to write into, in place of one named like the clip.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    SettingsError, MachineError
        When a format is unknown or its library is missing.
    """
    standard = (TRACK, *STANDARD_FORMATS)
    wanted = (*(name for name in formats if name not in standard), *STANDARD_FORMATS)
    ready = [format_named(name).name for name in wanted]
    folder = Path(out) / analysis.clip.file if folder is None else folder
    fits = overlay_fits(folder, analysis)
    _forget(folder / "analysis.json")
    # The landmarks first: what is stopped while drawing need not be looked at again.
    files = list(write_formats(analysis, folder, [TRACK]))
    if not fits and has_pixels(analysis):
        _forget(folder / OVERLAY)  # of other numbers, or with faces; it is drawn anew when it is asked for
    if overlay and has_pixels(analysis):
        files.append(_write_overlay(analysis, folder / OVERLAY, progress))
        fits = True
    files.append(_write_page(analysis, folder / "report.html", Film(OVERLAY) if fits else None))
    return Written(folder, (*files, *write_formats(analysis, folder, ready)))


def overlay_fits(folder: Path, analysis: Analysis) -> bool:
    """Whether an earlier run's overlay shows what this analysis says: same clip, settings, corrections and zero."""
    try:
        before = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
        told = (before["clip"]["sha256"], *(before["provenance"][name] for name in ("endrange", "engine", "settings")))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    made = analysis.provenance
    now = analysis.clip.sha256, made.endrange, made.engine, finite(dict(made.settings))
    return (folder / OVERLAY).is_file() and told == now


def _forget(path: Path) -> None:
    """Remove an older result that newer files would not fit."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}); choose another folder.", path) from error


def write_assessment(assessment: Assessment, out: str | Path = DEFAULT_OUT) -> Path:
    """Write ``assessment.json``, ``assessment.csv`` and ``report.html`` into ``out``; gives the page's path.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    from endrange.formats.assessment_json import write_csv, write_json

    out = Path(out)
    page = out / "report.html"
    text = render_with_pictures(assessment, _films_beside(assessment, out))
    with written_whole(page) as part:
        part.write_text(text, encoding="utf-8")
    with written_whole(out / "assessment.csv") as part:
        write_csv(assessment, part)
    with written_whole(out / "assessment.json") as part:
        write_json(assessment, part)
    return page


def _films_beside(assessment: Assessment, out: Path) -> dict[str, Film]:
    """The overlays in the clips' own folders, by the clips' names."""
    known = [c.analysis for c in assessment.clips if c.analysis is not None]
    return {a.clip.file: Film(f"{quote(a.clip.file)}/{OVERLAY}") for a in known if overlay_fits(out / a.clip.file, a)}


def render_with_pictures(assessment: Assessment, films: Mapping[str, Film]) -> str:
    """The page of an assessment, with its frames from the clips that are at hand, and these films."""
    from endrange.report import assessment_times, render_assessment

    times = assessment_times(assessment)
    analyses = [c.analysis for c in assessment.clips if c.analysis is not None]
    pictures = {a.clip.file: _pictures(a, times[a.clip.file]) for a in analyses if a.clip.file in times}
    return render_assessment(assessment, pictures, films)


def _pictures(analysis: Analysis, times: tuple[float, ...]) -> Mapping[float, NDArray[np.uint8]]:
    """The frames that a page wants to show; none where the clip's pixels are not at hand."""
    return shown_pictures(analysis, times) if has_pixels(analysis) else {}


def _write_overlay(analysis: Analysis, path: Path, progress: OnProgress) -> Path:
    from endrange.report import write_overlay

    path.parent.mkdir(parents=True, exist_ok=True)
    longest_px = analysis.provenance.settings.get("overlay_size_px", OVERLAY_SIZE_PX)
    write_overlay(analysis, film_pictures(analysis, longest_px), path, progress=progress)
    return path


def _write_page(analysis: Analysis, path: Path, film: Film | None) -> Path:
    from endrange.report import evidence_times, render_page

    page = render_page(analysis, _pictures(analysis, evidence_times(analysis)), film)
    with written_whole(path) as part:
        part.write_text(page, encoding="utf-8")
    return path
