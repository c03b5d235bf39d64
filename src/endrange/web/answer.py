"""Reads result folders for the pages: the report's own page, angles over time, measures, curves."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape

from endrange.domain.errors import OutputError
from endrange.domain.measure import Measure
from endrange.domain.vocabulary import ANGLE_KEYS, ANGLES
from endrange.report.player import CYCLES, peaks_of
from endrange.web.words import TEXT, on_page

#: Files of a result folder that may be fetched, with what they are.
CLIP_FILES: Final = {
    "report.html": "text/html; charset=utf-8",
    "overlay.mp4": "video/mp4",
    "angles.csv": "text/csv; charset=utf-8",
    "curves.csv": "text/csv; charset=utf-8",
    "dictionary.csv": "text/csv; charset=utf-8",
    "analysis.json": "application/json",
    "track.nc": "application/x-netcdf",
}

SESSION_FILES: Final = {
    "report.html": "text/html; charset=utf-8",
    "assessment.json": "application/json",
    "assessment.csv": "text/csv; charset=utf-8",
}


#: The report's own player; our pages have theirs.
_PLAYER: Final = re.compile(r'<section[^>]* class="player".*?</section>', re.DOTALL)

#: The films of a session's report, and one of them: our own name of its clip, and its address.
_FILMS: Final = re.compile(r'<section[^>]* class="films">.*?</details>\s*</section>', re.DOTALL)
_FOLDED_FILM: Final = re.compile(
    r'<details class="film"[^>]*>\s*<summary>(clip_[0-9]{2,}\.[a-z0-9]+) .*?( data-film="[^"]*").*?</details>',
    re.DOTALL,
)

#: The report's last line; our pages end with the same.
_FOOTER: Final = re.compile(r"<footer>.*?</footer>", re.DOTALL)

_DRAWING_STYLE: Final = re.compile(r"<style[^>]*>[^<]*</style>")


#: A file name that :func:`endrange.web.folders.clip_file` made.
_OUR_FILE: Final = re.compile(r"clip_[0-9]{2,}\.[a-z0-9]+")


#: Strides or repetitions, a list of percents each; missing is None.
Cycles = list[list[float | None]]


@dataclass(frozen=True)
class ReportParts:
    """The report's own page, cut where the pages put the video: verdict and evidence, then curves, table and more.

    ``answered`` is False where it holds no number at all, and all that it says is how to film again.
    """

    first: Markup
    rest: Markup
    answered: bool


def report_parts(page: Path, names: Mapping[str, str], films: Mapping[str, str] | None = None) -> ReportParts | None:
    """The inside of a ``report.html`` that we wrote, clips by their users' names; None where there is none.

    ``films`` are the addresses of clips' films, by our own names of the clips; other films of the report are left out.
    """
    try:
        html = page.read_text(encoding="utf-8")
    except OSError:
        return None
    inside = html.partition("<main>")[2].rpartition("</main>")[0]
    inside = inside.partition("</header>")[2] if "</header>" in inside else inside
    inside = _with_films(inside, films) if films else _PLAYER.sub("", _FILMS.sub("", inside))
    inside = on_page(_FOOTER.sub("", inside))
    # Style sheets inside drawings are what the policy of our pages forbids; app.css says the same.
    inside = _DRAWING_STYLE.sub("", inside)
    inside = _OUR_FILE.sub(lambda found: str(escape(names.get(found[0], found[0]))), inside)
    cut = [found.start() for found in re.finditer("<section", inside)][2:3] or [len(inside)]
    # Rendered by the report with everything escaped; nothing of a user's stands in it as it came.
    return ReportParts(Markup(inside[: cut[0]]), Markup(inside[cut[0] :]), 'class="line-number"' in inside)


def _with_films(inside: str, films: Mapping[str, str]) -> str:
    """The report with its clips' films at the addresses of the pages."""

    def moved(found: re.Match[str]) -> str:
        address = films.get(found[1])
        return "" if address is None else found[0].replace(found[2], f' data-film="{address}"')

    return _FOLDED_FILM.sub(moved, inside)


def around_focus(parts: ReportParts) -> tuple[Markup, Markup]:
    """The answer of a session, cut where the coach's own words belong: after what to work on."""
    whole = parts.first + parts.rest
    start = max(whole.find(f'<section aria-labelledby="{name}"') for name in ("h-three", "h-focus"))
    end = whole.find("</section>", start) if start >= 0 else -1
    cut = end + len("</section>") if end >= 0 else len(whole)
    # Both halves are of the report, which escaped everything.
    return Markup(whole[:cut]), Markup(whole[cut:])


@lru_cache(maxsize=1)
def report_script() -> str:
    """The report's script that ties a video to its curves."""
    return files("endrange.report").joinpath("templates/player.js").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def figure_style() -> str:
    """The style sheet of drawn figures."""
    return files("endrange.report").joinpath("templates/drawn.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def report_style() -> str:
    """The report's style sheet, for pages that show its parts."""
    return files("endrange.report").joinpath("templates/style.css").read_text(encoding="utf-8")


def analysis_of(folder: Path) -> dict[str, Any] | None:
    """``analysis.json`` of a result folder; None where there is none."""
    try:
        found = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise OutputError("The results of this clip cannot be read; measure it again.", folder) from error
    return found if isinstance(found, dict) else None


def measures_of(folder: Path) -> tuple[Measure, ...]:
    """Every measure of a result folder that has a value."""
    found = analysis_of(folder)
    return () if found is None else tuple(Measure(**row) for row in found["measures"] if row["value"] is not None)


def cycles_found(folder: Path) -> list[dict[str, Any]]:
    """Strides, repetitions and holds of a result folder that count, in the order of time."""
    found = analysis_of(folder) or {"events": []}
    kept = [e for e in found["events"] if e["kind"] in CYCLES and e["used"] and e["end_s"] > e["start_s"]]
    return sorted(kept, key=lambda event: float(event["start_s"]))


def angles_over_time(folder: Path) -> dict[str, Any]:
    """Angles that were seen, with the events, for the curve beside the video.

    Returns
    -------
    dict
        ``time_s``, ``series`` (title, side, values in degrees, None where missing), ``events``, ``peaks``.
    """
    with (folder / "angles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    series = []
    for key in ANGLE_KEYS:
        values = [_number(row.get(f"{key.column}_deg", "")) for row in rows]
        if any(value is not None for value in values):
            name = TEXT[key.side] if key.side else ""
            title = ANGLES[key.angle].title
            series.append({"angle": key.angle, "title": title, "side": key.side, "name": name, "values": values})
    found = analysis_of(folder) or {"events": [], "measures": []}
    events = [
        {name: event[name] for name in ("kind", "side", "start_s", "end_s", "used")}
        for event in found["events"]
        if event["kind"] in CYCLES
    ]
    first = next((m["quantity"] for m in found["measures"] if m["value"] is not None and m["quantity"] in ANGLES), None)
    return {
        "time_s": [_number(row["time_s"], 4) for row in rows],
        "series": series,
        "events": events,
        "peaks": peaks_of(Measure(**row) for row in found["measures"]),
        "first": first,
    }


def cycles_of(folder: Path) -> dict[tuple[str, str], Cycles]:
    """Strides or repetitions of each angle and side, a list of percents each, from ``curves.csv``."""
    found: dict[tuple[str, str], dict[str, list[float | None]]] = {}
    path = folder / "curves.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cycles = found.setdefault((row["quantity"], row["side"]), {})
            cycles.setdefault(row["cycle"], []).append(_number(row["value_deg"], 3))
    return {key: list(cycles.values()) for key, cycles in found.items()}


def from_standing(folder: Path) -> set[tuple[str, str]]:
    """Angles and sides whose curves are counted from the person's own standing, from ``curves.csv``."""
    path = folder / "curves.csv"
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["quantity"], row["side"]) for row in csv.DictReader(file) if row.get("zero") == "standing"}


def _number(text: str, places: int = 1) -> float | None:
    return round(float(text), places) if text else None
