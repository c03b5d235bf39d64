"""The command line: one thin file a command, each found by registry."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; an error of ours becomes one sentence and exit code 1."""
    from endrange.cli.app import build_app
    from endrange.domain.errors import EndrangeError

    try:
        build_app()()
    except EndrangeError as error:
        print(f"endrange: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except KeyboardInterrupt:
        print("endrange: stopped; nothing half-written was left.", file=sys.stderr)  # noqa: T201
        sys.exit(130)
