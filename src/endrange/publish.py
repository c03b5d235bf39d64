"""Writes what an analysis found: the five files of a result folder, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.analysis import Analysis
from endrange.domain.assessment import Assessment
from endrange.domain.clip import Frame
from endrange.domain.errors import OutputError
from endrange.domain.progress import OnProgress, silent
from endrange.formats.registry import format_named, write_formats
from endrange.formats.whole import written_whole

#: Where results go when nothing else is said.
DEFAULT_OUT: Final = Path("endrange-results")

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
    if overlay and has_pixels(analysis):
        files.append(_write_overlay(analysis, folder / "overlay.mp4", progress))
    files.append(_write_page(analysis, folder / "report.html"))
    return Written(folder, (*files, *write_formats(analysis, folder, ready)))


def has_pixels(analysis: Analysis) -> bool:
    """Whether the film itself is at hand, and not its landmarks alone."""
    from endrange.pose.readers import reader_for

    return analysis.clip.path.is_file() and reader_for(analysis.clip.path) is None


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
    from endrange.report import assessment_times, render_assessment

    out = Path(out)
    page = out / "report.html"
    times = assessment_times(assessment)
    analyses = [c.analysis for c in assessment.clips if c.analysis is not None]
    pictures = {a.clip.file: _frames(a, times[a.clip.file]) for a in analyses if a.clip.file in times}
    text = render_assessment(assessment, pictures)
    with written_whole(page) as part:
        part.write_text(text, encoding="utf-8")
    with written_whole(out / "assessment.csv") as part:
        write_csv(assessment, part)
    with written_whole(out / "assessment.json") as part:
        write_json(assessment, part)
    return page


def _write_overlay(analysis: Analysis, path: Path, progress: OnProgress) -> Path:
    from endrange.report import write_overlay
    from endrange.video.frames import FrameReader

    said = analysis.provenance.settings
    frames = FrameReader(analysis.clip, start_s=said.get("start_s"), end_s=said.get("end_s"))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_overlay(analysis, map(_shown(analysis), frames), path, progress=progress)
    return path


def _write_page(analysis: Analysis, path: Path) -> Path:
    from endrange.report import render_page

    page = render_page(analysis, _pictures(analysis))
    with written_whole(path) as part:
        part.write_text(page, encoding="utf-8")
    return path


def _pictures(analysis: Analysis) -> Mapping[float, NDArray[np.uint8]]:
    """The frames that the page wants to show; none where the clip's pixels are not at hand."""
    from endrange.report import evidence_times

    return _frames(analysis, evidence_times(analysis))


def _frames(analysis: Analysis, times: tuple[float, ...]) -> Mapping[float, NDArray[np.uint8]]:
    """Upright pictures of a clip by time; none where its pixels are not at hand."""
    from endrange.video.frames import frames_at

    if not times or not has_pixels(analysis):
        return {}
    shown = _shown(analysis)
    return {time: shown(frame).image for time, frame in zip(times, frames_at(analysis.clip, times), strict=True)}


def _shown(analysis: Analysis) -> Callable[[Frame], Frame]:
    """How a frame of the clip is shown: as it is, or with the heads blurred."""
    if not analysis.provenance.settings.get("blur_faces"):
        return lambda frame: frame
    from endrange.report.faces import Blur

    blur = Blur(analysis)
    return lambda frame: replace(frame, image=blur(frame.image, frame.time_s))
