"""One file to give away: the report with the overlay inside it."""

from __future__ import annotations

import base64
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from endrange.domain.analysis import Analysis
from endrange.domain.errors import ClipNotFound
from endrange.domain.progress import OnProgress, silent
from endrange.report.evidence import evidence_times
from endrange.report.overlay import write_overlay
from endrange.report.page import render_page
from endrange.report.pictures import film_pictures, has_pixels, shown_pictures
from endrange.report.player import Film

#: Longer side of the film inside, in px: a minute of it can still be sent (proposal).
LONGEST_PX: Final = 854


def write_share(analysis: Analysis, path: Path, progress: OnProgress = silent) -> None:
    """Write the page with its film inside; faces are blurred where the analysis' settings say so.

    Raises
    ------
    ClipNotFound
        When the clip's pixels are not at hand.
    OutputError
        When the folder cannot be written.
    """
    if not has_pixels(analysis):
        raise ClipNotFound(
            f"{analysis.clip.file} itself is not at hand, and the page shows its film; analyse the clip and ask for "
            "the page in one go.",
            analysis.clip.path,
        )
    film = film_inside(analysis, path.parent, progress)
    pictures = shown_pictures(analysis, evidence_times(analysis))
    path.write_text(render_page(analysis, pictures, film), encoding="utf-8")


def film_inside(analysis: Analysis, beside: Path, progress: OnProgress = silent) -> Film:
    """The overlay of a clip whose pixels are at hand, as part of a page; drawn in a folder that goes again."""
    with TemporaryDirectory(prefix=".share-", suffix=".part", dir=beside) as folder:
        film = Path(folder) / "film.mp4"
        write_overlay(analysis, film_pictures(analysis, LONGEST_PX), film, progress=progress)
        text = base64.b64encode(film.read_bytes()).decode("ascii")
    return Film(f"data:video/mp4;base64,{text}")
