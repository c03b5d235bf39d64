"""What was done: one file a movement, each found by registry."""
