"""Results become words, figures, a page and an overlay video.

Drawing libraries are imported when they are first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["Overlay", "assessment_times", "evidence_times", "render_assessment", "render_page", "write_overlay"]

if TYPE_CHECKING:
    from endrange.report.assessment_page import render_assessment
    from endrange.report.evidence import evidence_times
    from endrange.report.joint_evidence import assessment_times
    from endrange.report.overlay import Overlay, write_overlay
    from endrange.report.page import render_page

_HOME = {
    "Overlay": "endrange.report.overlay",
    "assessment_times": "endrange.report.joint_evidence",
    "evidence_times": "endrange.report.evidence",
    "render_assessment": "endrange.report.assessment_page",
    "render_page": "endrange.report.page",
    "write_overlay": "endrange.report.overlay",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'endrange.report' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
