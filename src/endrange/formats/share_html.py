"""``share.html``: the report with its film inside, one file to give away."""

from __future__ import annotations

from pathlib import Path

from endrange.domain.analysis import Analysis
from endrange.formats.registry import Format


def write(analysis: Analysis, path: Path) -> None:
    """Write ``share.html``; faces are blurred where the settings say so."""
    from endrange.report.share import write_share

    write_share(analysis, path)


FORMAT = Format("share", "share.html", "the report with its film inside, one file to give away", write)
