"""Text of OpenSim's storage files (.mot, .sto): a header, then columns over an even ``time``. Always in degrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from endrange.domain.looks import Floats


def storage_text(title: str, notes: Iterable[str], time_s: Floats, columns_deg: Mapping[str, Floats]) -> str:
    """The whole file.

    Parameters
    ----------
    notes
        Lines for people; OpenSim passes over what has no ``=``.
    time_s
        (m,) even.
    columns_deg
        (m,) each, degrees; NaN where missing, written as ``nan``, which OpenSim reads.
    """
    table = np.column_stack([time_s, *columns_deg.values()])
    head = [
        title,
        "version=1",
        f"nRows={len(table)}",
        f"nColumns={table.shape[1]}",
        "inDegrees=yes",
        "",
        *notes,
        "",
        "endheader",
        "\t".join(["time", *columns_deg]),
    ]
    rows = ["\t".join(f"{value:.6f}" for value in row) for row in table]
    return "\n".join([*head, *rows]) + "\n"
