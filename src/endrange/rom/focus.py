"""What to work on, as text that a coach wrote: chosen by what stands out, never made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from endrange.domain.assessment import Priority, PriorityKind, Surface
from endrange.domain.vocabulary import ANGLES

#: Under this name stands the text for a motion that has none of its own.
ANY: Final = "any"


@dataclass(frozen=True)
class Focus:
    """Texts of a suggested focus.

    Attributes
    ----------
    daily
        Stands first, whatever was found.
    nothing
        Where nothing stands out beyond its error.
    closing
        Stands last.
    by_kind
        For each kind of priority a text by motion, or under :data:`ANY`; ``{joint}`` becomes ``right hip extension``.
    by_surface
        A text for road, trail, track or treadmill.
    """

    daily: str
    nothing: str
    closing: str
    by_kind: Mapping[PriorityKind, Mapping[str, str]]
    by_surface: Mapping[Surface, str]

    def lines_for(self, priorities: Iterable[Priority], surface: Surface | None) -> tuple[str, ...]:
        """The daily line, one for each priority in its order, the surface's, and the closing one."""
        chosen = [self._line(priority) for priority in priorities] or [self.nothing]
        lines = [self.daily, *chosen, self.by_surface.get(surface, "") if surface else "", self.closing]
        return tuple(dict.fromkeys(line for line in lines if line))

    def _line(self, priority: Priority) -> str:
        texts = self.by_kind.get(priority.kind, {})
        title = ANGLES[priority.motion].title.lower()
        joint = f"{priority.side} {title}" if priority.side else title
        return (texts.get(priority.motion) or texts.get(ANY, "")).replace("{joint}", joint)
