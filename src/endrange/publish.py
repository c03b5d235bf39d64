"""Writes what an analysis found: the five files of a result folder, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment
from endrange.domain.errors import OutputError
from endrange.domain.progress import OnProgress, silent
from endrange.formats.registry import format_named, write_formats
from endrange.formats.whole import written_whole
from endrange.report.pictures import film_pictures, has_pixels, shown_pictures
from endrange.settings import OVERLAY_SIZE_PX

#: Where results go when nothing else is said.
DEFAULT_OUT: Final = Path("endrange-results")

OVERLAY: Final = "overlay.mp4"

#: Written first of all, so that nothing that goes wrong later costs the landmarks.
TRACK: Final = "netcdf"

#: The other formats that every result folder holds, ``analysis.json`` last: where it stands, the rest is whole.
STANDARD_FORMATS: Final = ("csv", "json")


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
    """Write ``angles.csv``, ``track.nc``, ``overlay.mp4``, ``report.html`` and ``analysis.json``.

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
    _forget(folder / "analysis.json")
    # The landmarks first: what is stopped while drawing need not be looked at again.
    files = list(write_formats(analysis, folder, [TRACK]))
    if not overlay and analysis.provenance.settings.get("blur_faces"):
        _forget(folder / OVERLAY)  # of an earlier run, with faces
    if overlay and has_pixels(analysis):
        files.append(_write_overlay(analysis, folder / OVERLAY, progress))
    files.append(_write_page(analysis, folder / "report.html"))
    return Written(folder, (*files, *write_formats(analysis, folder, ready)))


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
    text = render_with_pictures(assessment)
    with written_whole(page) as part:
        part.write_text(text, encoding="utf-8")
    with written_whole(out / "assessment.csv") as part:
        write_csv(assessment, part)
    with written_whole(out / "assessment.json") as part:
        write_json(assessment, part)
    return page


def render_with_pictures(assessment: Assessment) -> str:
    """The page of an assessment, with its frames from the clips that are at hand."""
    from endrange.report import assessment_times, render_assessment

    times = assessment_times(assessment)
    analyses = [c.analysis for c in assessment.clips if c.analysis is not None]
    pictures = {a.clip.file: _pictures(a, times[a.clip.file]) for a in analyses if a.clip.file in times}
    return render_assessment(assessment, pictures)


def _pictures(analysis: Analysis, times: tuple[float, ...]) -> Mapping[float, NDArray[np.uint8]]:
    """The frames that a page wants to show; none where the clip's pixels are not at hand."""
    return shown_pictures(analysis, times) if has_pixels(analysis) else {}


def _write_overlay(analysis: Analysis, path: Path, progress: OnProgress) -> Path:
    from endrange.report import write_overlay

    path.parent.mkdir(parents=True, exist_ok=True)
    longest_px = analysis.provenance.settings.get("overlay_size_px", OVERLAY_SIZE_PX)
    write_overlay(analysis, film_pictures(analysis, longest_px), path, progress=progress)
    return path


def _write_page(analysis: Analysis, path: Path) -> Path:
    from endrange.report import evidence_times, render_page
    from endrange.report.player import Film

    # An overlay of an earlier run, from the same landmarks, serves as well; the page shows none that does not fit.
    film = Film(OVERLAY) if (path.parent / OVERLAY).is_file() else None
    page = render_page(analysis, _pictures(analysis, evidence_times(analysis)), film)
    with written_whole(path) as part:
        part.write_text(page, encoding="utf-8")
    return path
