"""An athlete over months: every assessment kept in one SQLite file of the user's, with forward-only migrations."""
