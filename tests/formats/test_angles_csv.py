import pandas as pd

from endrange.domain.vocabulary import ANGLE_KEYS
from endrange.formats import angles_csv


def test_a_row_a_frame_and_every_column_is_there(analysis, tmp_path):
    path = tmp_path / "angles.csv"
    angles_csv.write(analysis, path)
    table = pd.read_csv(path)
    wanted = ["frame", "time_s"]
    for key in ANGLE_KEYS:
        wanted += [f"{key.column}_deg", f"{key.column}_sd_deg"]
    assert list(table.columns) == wanted
    assert len(table) == 10
    assert table["right_knee_flexion_deg"].tolist() == list(range(10))
    assert table["right_knee_flexion_sd_deg"].iloc[3] == 2.5


def test_missing_is_empty_never_zero(analysis, tmp_path):
    path = tmp_path / "angles.csv"
    angles_csv.write(analysis, path)
    row = path.read_text().splitlines()[1].split(",")
    header = path.read_text().splitlines()[0].split(",")
    assert row[header.index("left_knee_flexion_deg")] == ""
    assert row[header.index("trunk_lean_deg")] == ""
