"""Looks become one trusted body: which person, which leg, fusion of the looks, gaps, smoothing, noise."""
