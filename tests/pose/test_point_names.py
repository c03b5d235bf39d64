import pytest

from endrange.pose.point_names import keypoint_columns, missing_points


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("left_hip", "left_hip"),
        ("RKnee", "right_knee"),
        ("r_knee", "right_knee"),
        ("Left Ankle", "left_ankle"),
        ("knee_l", "left_knee"),
        ("RHJC_study", "right_hip"),
        ("r_calc_study", "right_heel"),
        ("LBigToe", "left_foot_index"),
        ("Ann:RKneeJC", "right_knee"),
        ("R.Shoulder", "right_shoulder"),
        ("Neck", "neck"),
        ("C7", "neck"),
        ("LToe", "left_foot_index"),
        ("right", None),
        ("Head", None),
        ("lumbar", None),
        ("ribs", None),
        ("knee", None),
    ],
)
def test_names_as_programs_write_them(name, point):
    assert keypoint_columns([name]) == ({} if point is None else {point: 0})


def test_the_better_name_of_a_point_wins_in_either_order():
    assert keypoint_columns(["LSmallToe", "LBigToe"]) == {"left_foot_index": 1}
    assert keypoint_columns(["LBigToe", "LSmallToe"]) == {"left_foot_index": 0}


def test_what_angles_need_is_named():
    legs = ["left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"]
    assert missing_points(legs) == ("shoulders or neck",)
    assert missing_points([*legs, "neck"]) == ()
    assert missing_points([*legs[1:], "left_shoulder", "right_shoulder"]) == ("left hip",)
