"""How wrong the numbers are: every clip with a truth beside it, measured as a user would measure it."""
