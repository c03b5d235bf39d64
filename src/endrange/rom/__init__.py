"""Ranges against each other: baselines, gap, reserve, borrowed range, norms, change. Pure statistics."""
