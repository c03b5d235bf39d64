"""Results, tracks and clips in the formats of other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.domain.progress import OnProgress, silent
from endrange.earlier import ANALYSIS, TRACK, said_in
from endrange.formats.registry import with_along, write_formats
from endrange.pipeline import analyze
from endrange.publish import DEFAULT_OUT
from endrange.settings import Settings, make_settings


def export(
    source: str | Path,
    formats: Iterable[str],
    out: str | Path | None = None,
    settings: Settings | None = None,
    *,
    progress: OnProgress = silent,
) -> tuple[Path, ...]:
    """Write the analysis of one source in these formats.

    Parameters
    ----------
    source
        A result folder, whose landmarks are taken and no pixels; the ``track.nc`` in it; or anything that
        :func:`~endrange.pipeline.analyze` takes.
    formats
        By name, see :mod:`endrange.formats.registry`.
    out
        The folder that gets a folder named like the clip. If None, a result folder itself, else ``endrange-results``.
    settings
        What differs from the defaults is taken over the settings with which a result folder was made.

    Returns
    -------
    tuple of Path
        The files, or folders, that were written.

    Raises
    ------
    EndrangeError
        When the source cannot be used, a format is unknown, or nothing can be written.
    """
    source, settings = Path(source), settings if settings is not None else make_settings()
    results, wanted = _result_folder(source), with_along(formats)
    analysis = analyze(source, settings, progress=progress) if results is None else _again(results, settings, progress)
    if out is None and results is not None:
        return write_formats(analysis, results, wanted)
    return write_formats(analysis, Path(out or DEFAULT_OUT) / analysis.clip.file, wanted)


def _result_folder(source: Path) -> Path | None:
    """The folder of an earlier analysis that the source is, or whose track it is."""
    folder = source.parent if source.name == TRACK else source
    if folder.is_dir() and (folder / TRACK).is_file() and (folder / ANALYSIS).is_file():
        return folder
    return None


def _again(folder: Path, settings: Settings, progress: OnProgress) -> Analysis:
    """The analysis in a result folder, done again from its landmarks; its zero and corrections hold."""
    said = said_in(folder / ANALYSIS)
    before = {name: value for name, value in said.items() if name in Settings.model_fields}
    given = settings.model_dump(exclude_defaults=True)
    return analyze(folder / TRACK, make_settings(**before | given), progress=progress)
