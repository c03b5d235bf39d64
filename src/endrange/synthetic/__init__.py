"""A body of known angles and a camera: truth for tests and for planning a filming set-up."""
