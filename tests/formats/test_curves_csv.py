"""Strides on 0-100 % in long form."""

import numpy as np

from endrange.domain.measure import Curve
from endrange.domain.vocabulary import AngleKey
from endrange.formats.curves_csv import COLUMNS, curves_table


def test_each_row_says_from_where_its_angle_is_counted():
    """The pelvis has one zero, though its curves are told by the foot that stands."""
    percent = np.array([0.0, 100.0])
    drop = Curve("pelvic_drop", "left", percent, np.array([[1.0, np.nan], [3.0, 4.0]]), "contact to contact")
    knee = Curve("knee_flexion", "right", percent, np.array([[10.0, 20.0]]), "contact to contact")
    zero = {AngleKey("pelvic_drop", None): "standing", AngleKey("knee_flexion", "right"): "anatomical"}
    table = curves_table((drop, knee), zero)
    assert tuple(table.columns) == COLUMNS
    assert table[["quantity", "cycle", "zero"]].drop_duplicates().to_numpy().tolist() == [
        ["pelvic_drop", 1, "standing"],
        ["pelvic_drop", 2, "standing"],
        ["knee_flexion", 1, "anatomical"],
    ]
    assert table["value_deg"].isna().tolist() == [False, True, False, False, False, False]
