"""Many clips: planned, run in processes of their own, resumed, gathered into tidy tables."""
