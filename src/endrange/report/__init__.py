"""Results become words, figures, a page and an overlay video."""
