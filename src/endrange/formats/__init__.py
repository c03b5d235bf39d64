"""One file a format, found by registry."""
