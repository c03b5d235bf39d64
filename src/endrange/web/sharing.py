"""Makes the files that are given away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from endrange.domain.assessment import Assessment, ClipOutcome
from endrange.domain.progress import OnProgress
from endrange.web.rows import ClipRow, SessionRow
from endrange.web.store import SAID, Store

if TYPE_CHECKING:
    from collections.abc import Callable

#: Files that are made to be given away; they go when what they show changes.
SHARED_FILES: Final = ("share.html", "share_blurred.html")


def forget_shared(folder: Path) -> None:
    """Remove what was made of older results."""
    for name in SHARED_FILES:
        (folder / name).unlink(missing_ok=True)


def share_clip(store: Store, session: SessionRow, clip: ClipRow, progress: OnProgress, *, blur: bool) -> None:
    """The clip's page with its film inside; under its user's name for it, unless faces are blurred."""
    from endrange.formats.whole import written_whole
    from endrange.keeping import analyze_kept, neutral_in
    from endrange.report.share import write_share
    from endrange.settings import make_settings
    from endrange.video.probe import sha256_of

    path, folder = store.clip_path(session, clip), store.clip_results(session, clip)
    settings = make_settings(**{name: getattr(clip, name) for name in SAID}, blur_faces=blur)
    zero = neutral_in(folder)  # the file says the numbers of the clip's own page
    analysis, _ = analyze_kept(path, folder, sha256_of(path), settings, neutral=zero, progress=progress)
    with written_whole(folder / SHARED_FILES[blur]) as part:
        write_share(analysis, part, progress)
        if not blur:
            # Coded film and pictures cannot hold our own file name.
            text = part.read_text(encoding="utf-8").replace(clip.file, str(escape(clip.name)))
            part.write_text(text, encoding="utf-8")


def share_session(
    store: Store, session: SessionRow, assessed: Callable[[Store, SessionRow, OnProgress], Assessment],
    progress: OnProgress, *, blur: bool,
) -> None:  # fmt: skip
    """The session's answer with its films inside; where faces are blurred, without name and notes."""
    from endrange.formats.whole import written_whole
    from endrange.publish import render_with_pictures
    from endrange.report.pictures import has_pixels
    from endrange.report.share import film_inside

    found = assessed(store, session, progress)
    if blur:
        nobody = replace(found.session, athlete=None, notes=None)
        found = replace(found, session=nobody, clips=tuple(map(_blurred, found.clips)))
    folder = store.folders.results(session.athlete_id, session.id)
    filmed = [c.analysis for c in found.clips if c.analysis is not None and has_pixels(c.analysis)]
    films = {a.clip.file: film_inside(a, folder, progress) for a in filmed}
    text = render_with_pictures(found, films)
    for clip in () if blur else store.clips(session.id):
        text = text.replace(clip.file, str(escape(clip.name)))  # coded films and pictures cannot hold our own names
    with written_whole(folder / SHARED_FILES[blur]) as part:
        part.write_text(text, encoding="utf-8")


def _blurred(clip: ClipOutcome) -> ClipOutcome:
    if clip.analysis is None:
        return clip
    made = clip.analysis.provenance
    settings = {**made.settings, "blur_faces": True}
    return replace(clip, analysis=replace(clip.analysis, provenance=replace(made, settings=settings)))
