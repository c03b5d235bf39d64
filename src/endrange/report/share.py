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
    with TemporaryDirectory(prefix=".share-", suffix=".part", dir=path.parent) as folder:
        film = Path(folder) / "film.mp4"
        write_overlay(analysis, film_pictures(analysis, LONGEST_PX), film, progress=progress)
        text = base64.b64encode(film.read_bytes()).decode("ascii")
    pictures = shown_pictures(analysis, evidence_times(analysis))
    page = render_page(analysis, pictures, Film(f"data:video/mp4;base64,{text}"))
    path.write_text(page, encoding="utf-8")
