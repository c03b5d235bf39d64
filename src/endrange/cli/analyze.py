"""``endrange analyze``: clips become result folders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from endrange.cli.progress import shown
from endrange.domain.errors import EndrangeError
from endrange.settings import Settings, make_settings

if TYPE_CHECKING:
    from endrange.domain.analysis import Analysis


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("analyze")(analyze_command)


def looks_from(text: str | None) -> tuple[str, ...] | None:
    """``heavy,movenet`` -> ``("heavy", "movenet")``."""
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


def _help(name: str) -> str:
    return Settings.model_fields[name].description or ""


def analyze_command(
    clips: Annotated[list[Path], typer.Argument(help="Video files, or the track.nc of an earlier analysis.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("endrange-results"),
    quality: Annotated[str | None, typer.Option(help=_help("quality"))] = None,
    looks: Annotated[str | None, typer.Option(help=_help("looks"))] = None,
    engine: Annotated[str | None, typer.Option(help=_help("engine"))] = None,
    movement: Annotated[str | None, typer.Option(help=_help("movement"))] = None,
    side: Annotated[str | None, typer.Option(help=_help("side"))] = None,
    effort: Annotated[str | None, typer.Option(help=_help("effort"))] = None,
    person: Annotated[int | None, typer.Option(help=_help("person"))] = None,
    start: Annotated[float | None, typer.Option(help=_help("start_s"))] = None,
    end: Annotated[float | None, typer.Option(help=_help("end_s"))] = None,
    slow_motion: Annotated[float | None, typer.Option(help=_help("slow_motion"))] = None,
    precision: Annotated[str | None, typer.Option(help=_help("precision"))] = None,
    no_overlay: Annotated[bool, typer.Option("--no-overlay", help="Do not draw overlay.mp4.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the analysis as JSON.")] = False,
) -> None:
    """Measure clips: angles, strides or repetitions, a page and an overlay for each."""
    settings = make_settings(
        quality=quality,
        looks=looks_from(looks),
        engine=engine,
        movement=movement,
        side=side,
        effort=effort,
        person=person,
        start_s=start,
        end_s=end,
        slow_motion=slow_motion,
        precision=precision,
    )
    done: list[Analysis] = []
    for clip in clips:
        try:
            done.append(_one(clip, settings, out, overlay=not no_overlay, as_json=as_json))
        except EndrangeError as error:
            typer.echo(f"endrange: {error}", err=True)
    if as_json and done:
        from endrange.formats.analysis_json import analysis_dict, dump

        found = [analysis_dict(analysis) for analysis in done]
        sys.stdout.write(dump(found[0] if len(clips) == 1 else found))
    if len(done) < len(clips):
        raise typer.Exit(1)


def _one(clip: Path, settings: Settings, out: Path, *, overlay: bool, as_json: bool) -> Analysis:
    from endrange.pose.libraries import require_libraries

    require_libraries()
    from endrange.pipeline import analyze
    from endrange.publish import write_results

    with shown(clip.name) as progress:
        analysis = analyze(clip, settings, progress=progress)
        written = write_results(analysis, out, overlay=overlay, progress=progress)
    if not as_json:
        from endrange.report.verdict import verdict_of

        verdict = verdict_of(analysis)
        typer.echo(f"{clip.name}: {verdict.title}")
        for line in verdict.lines:
            typer.echo(f"  {line.text}")
        typer.echo(f"  page: {written.page}")
    return analysis
