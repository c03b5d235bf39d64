"""Makes the table of errors that standard deviations and intervals are taken from.

``python -m endrange.accuracy.make_error_table FOLDER`` measures every recorded clip below FOLDER with every list of
looks that the table knows and writes ``error_table.json``. The table holds what was found: means and standard
deviations over clips, without the part of the camera's roll, which every clip's own intervals carry for themselves.
What few bodies and rendered people fall short of is allowed for where the table is read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from endrange import __version__
from endrange.accuracy.entries import entries_from
from endrange.accuracy.run import accuracy
from endrange.kinematics.error_table import LISTS, ErrorEntry

SCHEMA: Final = "endrange.error_table/1"


def table_json(entries: Sequence[ErrorEntry], clips: int, bodies: Sequence[str]) -> str:
    """The table as JSON, an entry a line."""
    head = {"schema": SCHEMA, "endrange": __version__, "clips": clips, "bodies": sorted(bodies)}
    lines = ",\n".join(json.dumps(asdict(entry)) for entry in entries)
    return json.dumps(head)[:-1] + ', "entries": [\n' + lines + "\n]}\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure a folder and write the table."""
    parser = argparse.ArgumentParser(description="Make the table of errors from recorded clips with a truth.")
    parser.add_argument("folder", type=Path, help="recorded looks with their truth")
    parser.add_argument("--out", type=Path, default=Path("error_table.json"), help="file to write")
    chosen = parser.parse_args(arguments)
    report = accuracy(chosen.folder, tuple(LISTS), plain=False, cross_validate=False)
    bodies = {row.key.person for row in report.clips if row.key.person is not None}
    clips = {row.key.clip for row in report.clips}
    chosen.out.write_text(table_json(entries_from(report), len(clips), sorted(bodies)), encoding="utf-8")


if __name__ == "__main__":
    main()
