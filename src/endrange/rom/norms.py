"""Published ranges as context: never a verdict. Each figure carries its source; nothing that was not seen is kept."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from typing import Final

from endrange.domain.assessment import Norm

#: How a figure may have been seen; figures that were only remembered are not printed.
SEEN: Final = frozenset({"source page", "abstract", "table", "computed from its data", "quoted by a second source"})


@lru_cache(maxsize=1)
def norms() -> tuple[Norm, ...]:
    """Every published figure of the packaged table."""
    text = files("endrange.rom").joinpath("norms.csv").read_text(encoding="utf-8")
    return tuple(_norm(row) for row in csv.DictReader(text.splitlines()) if row["seen"] in SEEN)


def norms_for(motion: str, *, age_years: float | None = None, sex: str | None = None) -> tuple[Norm, ...]:
    """Figures for a motion, without those for another age or sex where these are known."""
    return tuple(n for n in norms() if n.motion == motion and _fits(n.population, age_years, sex))


def _norm(row: dict[str, str]) -> Norm:
    quoted = ", as quoted by a second source" if row["seen"] == "quoted by a second source" else ""
    return Norm(
        row["motion"],
        row["mode"],
        row["position"],
        row["population"],
        float(row["mean_deg"]),
        float(row["sd_deg"]) if row["sd_deg"] else None,
        row["source"] + quoted,
    )


def _fits(population: str, age_years: float | None, sex: str | None) -> bool:
    words = population.split()
    if sex is not None and ("female" in words or "male" in words) and "mostly" not in words and sex not in words:
        return False
    ages = next((w for w in words if w.count("-") == 1 and w.replace("-", "").isdigit()), None)
    if age_years is None:
        return ages is None or int(ages.split("-")[1]) >= 18
    if ages is None:
        return True
    low, high = (int(a) for a in ages.split("-"))
    return low <= age_years <= high
