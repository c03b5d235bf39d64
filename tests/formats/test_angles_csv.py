import pandas as pd

from endrange.domain.vocabulary import ANGLE_KEYS
from endrange.formats import angles_csv
from endrange.formats.dictionary_csv import COLUMNS, rows_of
from endrange.formats.registry import with_along, write_formats


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


def test_its_dictionary_has_a_row_a_column_and_says_the_zero(analysis, run, tmp_path):
    for given in (analysis, run):
        csv, words = write_formats(given, tmp_path, with_along(["csv"]))
        assert (csv.name, words.name) == ("angles.csv", "dictionary.csv")
        table = pd.read_csv(words).set_index("name")
        assert list(table.index) == list(pd.read_csv(csv, nrows=0).columns)
        assert table["meaning"].notna().all()
    # The run's feet lie flat in stance; the first clip, by hand, shows a knee alone.
    assert table.loc["right_ankle_dorsiflexion_deg", "zero"] == "flat foot"
    assert table.loc["right_knee_flexion_deg", ["unit", "zero"]].tolist() == ["deg", "anatomical"]
    told = pd.DataFrame(rows_of(analysis.angles), columns=COLUMNS).set_index("name")["zero"]
    assert told[told != ""].to_dict() == {"right_knee_flexion_deg": "anatomical"}


def test_missing_is_empty_never_zero(analysis, tmp_path):
    path = tmp_path / "angles.csv"
    angles_csv.write(analysis, path)
    row = path.read_text().splitlines()[1].split(",")
    header = path.read_text().splitlines()[0].split(",")
    assert row[header.index("left_knee_flexion_deg")] == ""
    assert row[header.index("trunk_lean_deg")] == ""
