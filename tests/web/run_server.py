"""Starts a server for tests: data folder, port, and the script of its worker."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from endrange.web.server import configure, serve

if __name__ == "__main__":
    data, port, worker = sys.argv[1:]
    config = replace(configure(Path(data), int(port)), reserve_bytes=0)
    serve(replace(config, worker=(sys.executable, worker)) if worker != "-" else config, lambda _: None)
