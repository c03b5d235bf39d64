"""Progress of several clips in a row: each clip's time left is its own."""

import endrange.cli.progress as shown
from endrange.domain.progress import Progress


def test_the_next_clip_starts_a_new_count(monkeypatch, capsys):
    """A clip of ten minutes, then 10 of 100 frames of the next one in 11 s: 99 s are left of it, not hours."""
    now = 0.0
    monkeypatch.setattr(shown.time, "monotonic", lambda: now)
    tell = shown._lines("session")
    tell(Progress("looking", 1, 500))
    now = 600.0
    tell(Progress("looking", 500, 500))
    capsys.readouterr()
    now = 601.0
    tell(Progress("looking", 1, 100))
    now = 612.0
    tell(Progress("looking", 10, 100))
    assert capsys.readouterr().err == "session: looking 10 %, 99 s left\n"
