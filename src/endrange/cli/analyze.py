"""``endrange analyze``: clips become result folders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from endrange.cli.options import looks_from as looks_from
from endrange.cli.options import takes_settings
from endrange.cli.progress import shown
from endrange.domain.errors import EndrangeError, SettingsError
from endrange.settings import Settings

if TYPE_CHECKING:
    from endrange.domain.analysis import Analysis


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("analyze")(analyze_command)


@takes_settings()
def analyze_command(
    settings: Settings,
    clips: Annotated[
        list[Path],
        typer.Argument(help="Video files, the track.nc of an earlier analysis, or landmarks (TRC, C3D ...)."),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("endrange-results"),
    formats: Annotated[
        list[str] | None, typer.Option("--format", help="A further format, such as trc; may be given several times.")
    ] = None,
    no_overlay: Annotated[bool, typer.Option("--no-overlay", help="Do not draw overlay.mp4.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the analysis as JSON.")] = False,
) -> None:
    """Measure clips: angles, strides or repetitions, a page and an overlay for each.

    Of a result's track.nc its zero and what was put right by hand hold; the settings are those given here.
    """
    from endrange.formats.registry import format_named

    also = tuple(format_named(name).name for name in formats or ())
    done: list[Analysis] = []
    for clip in clips:
        try:
            taken = {analysis.clip.file.casefold() for analysis in done}
            done.append(_one(clip, settings, out, also, taken, overlay=not no_overlay, as_json=as_json))
        except EndrangeError as error:
            typer.echo(f"endrange: {error}", err=True)
    if as_json and done:
        from endrange.formats.analysis_json import analysis_dict, dump

        found = [analysis_dict(analysis) for analysis in done]
        sys.stdout.write(dump(found[0] if len(clips) == 1 else found))
    if len(done) < len(clips):
        raise typer.Exit(1)


def _one(
    clip: Path, settings: Settings, out: Path, also: tuple[str, ...], taken: set[str], *, overlay: bool, as_json: bool
) -> Analysis:
    """Analyse and write one clip; ``taken`` are the folders below ``out`` that hold others of this call."""
    from endrange.pose.libraries import require_libraries

    _refuse_taken(clip.name, clip, out, taken)
    require_libraries()
    from endrange.pose.readers import reader_for

    if clip.is_file() and reader_for(clip) is None:
        from endrange.readying import make_ready

        make_ready(settings)
    from endrange.earlier import TRACK
    from endrange.pipeline import analyze
    from endrange.publish import write_results

    with shown(clip.name) as progress:
        analysis = analyze(clip, settings, progress=progress)
        _refuse_taken(analysis.clip.file, clip, out, taken)  # landmarks are called after their clip
        written = write_results(analysis, out, overlay=overlay, formats=also, progress=progress)
    if not as_json:
        from endrange.report.verdict import verdict_of

        verdict = verdict_of(analysis)
        typer.echo(f"{clip.name}: {verdict.title}")
        for line in verdict.lines:
            typer.echo(f"  {line.text}")
        if clip.name == TRACK and "neutral" in analysis.provenance.settings:
            typer.echo("  counted from the person's own standing, as the result beside these landmarks was")
        typer.echo(f"  page: {written.page}")
    return analysis


def _refuse_taken(name: str, clip: Path, out: Path, taken: set[str]) -> None:
    """Results of a clip lie in a folder of its name; a second one of that name would take the place of the first."""
    if name.casefold() in taken:
        raise SettingsError(
            f"{clip} would take the place of another clip's results in {out / name}; analyse it alone with another "
            "--out, or both with endrange batch.",
            clip,
        )
