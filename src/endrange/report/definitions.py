"""How each number of a report is defined: in words and, of an angle, with a drawn figure of its zero and sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from endrange.domain.vocabulary import ANGLES, AngleKey
from endrange.report import words
from endrange.report.rows import Row
from endrange.report.scenes import angle_figure


@dataclass(frozen=True)
class Definition:
    """What a quantity is; ``figure`` is None where it is no angle."""

    title: str
    said: str
    figure: Markup | None


def definitions_of(rows: Iterable[Row], zero: Mapping[AngleKey, str]) -> tuple[Definition, ...]:
    """Every quantity of the table, once each; an angle with its zero, its sign and its figure.

    Parameters
    ----------
    zero
        Which zero each angle of the clip has.
    """
    found: dict[str, Definition] = {}
    for row in rows:
        title = words.title_of(row.quantity)
        if title not in found:
            used = {name for key, name in zero.items() if key.angle == row.quantity}
            found[title] = defined(row.quantity, row.definition, sorted(used))
    return tuple(found.values())


def defined(quantity: str, definition: str, used: list[str]) -> Definition:
    """One quantity; ``used`` names the zeros that an angle is counted from, none for the anatomical one."""
    title = words.title_of(quantity)
    if quantity not in ANGLES:
        return Definition(title, f"{definition}.", None)
    parts = (f"{definition}.", words.zero_of(ANGLES[quantity].zero, used), words.sign_of(quantity))
    return Definition(title, " ".join(part for part in parts if part), angle_figure(quantity))
