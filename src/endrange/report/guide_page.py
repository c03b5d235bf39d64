"""How to film each movement, as one self-contained page with a drawn figure of where phone and person stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from endrange.domain.vocabulary import MovementName
from endrange.movement.protocol import Movement
from endrange.report import words
from endrange.report.html import drawn_style, style, template
from endrange.report.scenes import scene_figure
from endrange.report.words.scenes import GUIDE


@dataclass(frozen=True)
class _Section:
    name: MovementName
    title: str
    what: str
    figure: Markup
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def render_guide(movements: Iterable[Movement]) -> str:
    """A section for each movement, in the given order; loads nothing from anywhere."""
    return template("guide.html.j2").render(
        text=words.PAGE,
        language=words.LANGUAGE,
        style=style() + drawn_style(),
        title=GUIDE["title"],
        guide_text=GUIDE,
        guides=[_section(movement) for movement in movements],
    )


def _section(movement: Movement) -> _Section:
    guide = movement.guide
    parts = (("camera", guide.camera), ("do", guide.do), ("avoid", guide.avoid))
    return _Section(
        movement.name,
        guide.title,
        guide.what,
        scene_figure(movement.name),
        tuple((GUIDE[name], lines) for name, lines in parts if lines),
    )
