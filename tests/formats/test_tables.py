"""CSV long, Parquet, Excel: read by pandas, the same numbers as in ``angles.csv``."""

import numpy as np
import pandas as pd

from endrange.domain.vocabulary import ANGLE_KEYS
from endrange.formats.angles_csv import angles_table
from endrange.formats.registry import write_formats


def test_the_long_table_has_a_row_for_every_frame_and_angle(analysis, tmp_path):
    (path,) = write_formats(analysis, tmp_path, ["csv-long"])
    table = pd.read_csv(path)
    assert list(table.columns) == ["frame", "time_s", "angle", "side", "value_deg", "sd_deg", "zero"]
    assert len(table) == 10 * len(ANGLE_KEYS)
    knee = table[(table["angle"] == "knee_flexion") & (table["side"] == "right")]
    assert knee["value_deg"].tolist() == list(range(10))
    assert table[table["angle"] == "trunk_lean"]["side"].isna().all()
    assert table[table["side"] == "left"]["value_deg"].isna().all()


def test_parquet_is_the_wide_table_with_nulls(analysis, run, tmp_path):
    for given in (analysis, run):
        (path,) = write_formats(given, tmp_path, ["parquet"])
        pd.testing.assert_frame_equal(pd.read_parquet(path), angles_table(given.angles))
    import pyarrow.parquet as parquet

    (path,) = write_formats(analysis, tmp_path, ["parquet"])
    assert parquet.read_table(path)["left_knee_flexion_deg"].null_count == 10


def test_the_workbook_has_its_sheets_and_empty_cells(analysis, tmp_path):
    (path,) = write_formats(analysis, tmp_path, ["excel"])
    book = pd.read_excel(path, sheet_name=None)
    assert list(book) == ["measures", "angles", "events", "findings", "clip"]
    assert book["measures"]["value"].tolist()[0] == 9.0
    assert np.isnan(book["measures"]["value"].tolist()[1])
    assert book["angles"]["right_knee_flexion_deg"].tolist() == list(range(10))
    assert book["angles"]["left_knee_flexion_deg"].isna().all()
    assert book["events"].loc[0, "toe_off_s"] == 0.1
    facts = book["clip"].set_index("what")["value"]
    assert facts["clip.sha256"] == "b" * 64
    assert facts["movement.name"] == "running"
