"""endrange: the range a joint can be put through, the range its owner controls, and what the stride demands.

``endrange.analyze(path)`` turns one clip into an :class:`~endrange.domain.analysis.Analysis`.
Everything heavy is imported when it is first asked for, so that ``import endrange`` is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Analysis", "Assessment", "Settings", "__version__", "analyze", "assess", "write_results"]

if TYPE_CHECKING:
    from endrange.assessing import assess
    from endrange.domain.analysis import Analysis
    from endrange.domain.assessment import Assessment
    from endrange.pipeline import analyze
    from endrange.publish import write_results
    from endrange.settings import Settings

_HOME = {
    "Analysis": "endrange.domain.analysis",
    "Assessment": "endrange.domain.assessment",
    "Settings": "endrange.settings",
    "analyze": "endrange.pipeline",
    "assess": "endrange.assessing",
    "write_results": "endrange.publish",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'endrange' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
