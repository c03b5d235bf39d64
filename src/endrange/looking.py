"""Pixels become looks: the first half of the way, which needs nothing of what comes after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from endrange.domain.changes import FrameChanges
from endrange.domain.clip import Clip, Frame
from endrange.domain.errors import ClipTooShort
from endrange.domain.looks import Landmarker, Looks, gather
from endrange.domain.progress import OnProgress, Progress, silent
from endrange.settings import Settings

#: Fewer frames than this show no movement (proposal: a third of a second at 24 frames a second).
MIN_FRAMES: Final = 8

#: The movement whose standing shank is read by its outline unless told otherwise; also the name of that choice.
LUNGE: Final = "knee_to_wall"

#: Who asks for networks while they are being loaded waits for them.
_LOADING: Final = Lock()


def look_at(path: Path, settings: Settings, progress: OnProgress = silent) -> tuple[Clip, Looks, FrameChanges]:
    """Read a clip once and take every look of every frame; memory holds landmarks, never the film."""
    from endrange.pose.libraries import require_libraries

    require_libraries()
    from endrange.video.changes import ChangeDetector
    from endrange.video.edges import EdgeFinder
    from endrange.video.frames import FrameReader
    from endrange.video.level import LevelFinder
    from endrange.video.probe import probe

    clip = probe(path)
    reader = FrameReader(clip, start_s=settings.start_s, end_s=settings.end_s)
    changes = ChangeDetector()
    level = LevelFinder()
    edges = EdgeFinder()

    def watched() -> Iterator[Frame]:
        for frame in reader:
            changes.feed(frame)
            level.feed(frame)
            edges.feed(frame)
            progress(Progress("looking", reader.frames_read, _frames_ahead(clip, settings)))
            yield frame

    landmarker = landmarker_for(settings)
    looks = gather(
        edges.watching(landmarker.look(watched())),
        names=landmarker.looks,
        size_px=(clip.width_px, clip.height_px),
        engine=landmarker.engine,
        models=landmarker.models,
    )
    clip = replace(_as_read(clip, looks, reader.lost_frames, settings), level=level.result(), edge_share=edges.result())
    return clip, looks, changes.result()


def landmarker_for(settings: Settings) -> Landmarker:
    """The networks that the settings ask for, loaded; a second call with the same costs nothing."""
    with _LOADING:
        return _landmarker(
            settings.look_names,
            settings.engine,
            settings.precision,
            settings.max_people,
            settings.threads,
            settings.outline == "on" or settings.outline == settings.movement == LUNGE,
        )


@lru_cache(maxsize=1)
def _landmarker(
    looks: tuple[str, ...], engine: str, precision: str, max_people: int, threads: int | None, outline: bool
) -> Landmarker:
    """The networks, loaded once for all clips of a process that ask for the same."""
    from endrange.pose.engines import open_landmarker

    return open_landmarker(looks, engine, precision=precision, max_people=max_people, threads=threads, outline=outline)


def _frames_ahead(clip: Clip, settings: Settings) -> int:
    start = settings.start_s or 0.0
    end = min(settings.end_s or clip.duration_s, clip.duration_s)
    return max(1, round((end - start) * clip.mean_fps))


def _as_read(clip: Clip, looks: Looks, lost: int, settings: Settings) -> Clip:
    """The clip's facts once its frames were really read."""
    if looks.n_frames < MIN_FRAMES:
        raise ClipTooShort(
            f"{clip.file} has {looks.n_frames} readable frame{'s' if looks.n_frames != 1 else ''}, too few to show a "
            "movement; film for at least a few seconds.",
            clip.path,
        )
    if settings.start_s is not None or settings.end_s is not None:
        return replace(clip, lost_frames=lost)
    mean_interval = float(looks.time_s[-1] - looks.time_s[0]) / (looks.n_frames - 1)
    return replace(
        clip,
        frames=looks.n_frames,
        duration_s=float(looks.time_s[-1] - looks.time_s[0]) + mean_interval,
        mean_fps=1.0 / mean_interval,
        lost_frames=lost,
    )
