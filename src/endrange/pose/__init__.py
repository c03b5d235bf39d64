"""Pixels become looks: the Landmarker protocol, its engines, replay from file."""
