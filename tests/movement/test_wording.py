"""Values in words."""

from __future__ import annotations

from endrange.movement.wording import in_words, sentence


def test_a_negative_value_has_the_name_of_its_own_direction() -> None:
    assert in_words("hip_extension", "right", -97.4) == "right hip flexion 97 degrees"
    assert in_words("hip_internal_rotation", "left", 32.0) == "left hip internal rotation 32 degrees"


def test_where_there_is_no_such_name_the_sign_is_said() -> None:
    assert in_words("trunk_rotation", None, -40.0) == "trunk rotation \N{MINUS SIGN}40 degrees"


def test_nothing_is_no_direction() -> None:
    assert in_words("hip_abduction", None, -0.3) == "hip abduction 0 degrees"


def test_a_sentence_begins_with_a_capital() -> None:
    assert sentence("right hip") == "Right hip"
