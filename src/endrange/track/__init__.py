"""Looks become one trusted body: which person, which leg, fusion of the looks, gaps, smoothing, noise."""

from endrange.track.assemble import one_body
from endrange.track.corrected import corrected, frames_in
from endrange.track.outline import follow_outline
from endrange.track.smooth import peak_loss_deg, smooth
from endrange.track.spectrum import cutoff_findings, spectrum_cutoff_hz

__all__ = [
    "corrected",
    "cutoff_findings",
    "follow_outline",
    "frames_in",
    "one_body",
    "peak_loss_deg",
    "smooth",
    "spectrum_cutoff_hz",
]
