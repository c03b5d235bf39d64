"""A folder of clips, or a ``session.toml``, becomes a session: whose clips they are and what each of them shows."""
