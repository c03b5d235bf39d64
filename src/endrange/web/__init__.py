"""The page that a runner's phone and a coach's laptop open: local, offline, over what the command line calls."""
