"""The first lines: the most serious finding, the most telling numbers with their error, what is missing and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from endrange.domain.clip import SlowMotion
from endrange.domain.measure import Finding, Measure
from endrange.report.rows import difference_text, number_text, rows_of
from endrange.report.verdict import MAX_LINES, verdict_of


def test_running_is_told_in_the_order_that_matters(analysis):
    lines = verdict_of(analysis).lines
    assert [line.kind for line in lines] == ["finding", "number", "number", "number", "missing"]
    assert [line.text for line in lines] == [
        "Only 5 strides were seen. Film for 20 seconds.",
        "Hip extension, peak of the stride: left (far) 28° ± 5°, right 30° ± 5°. "
        "Thigh against trunk; no difference shown.",
        "Cadence, mean: 160 steps/min ± 2.",
        "Ground contact, mean: right 0.30 s ± 0.02.",
        "Not measured: pelvic drop. It is not seen from the side; film from behind.",
    ]


def test_an_error_comes_before_a_warning_and_counts_the_rest(analysis):
    findings = (*analysis.findings, Finding("cut", "error", "The film is cut.", "Film it in one go."))
    first = verdict_of(replace(analysis, findings=findings)).lines[0]
    assert first.text == "The film is cut. Film it in one go. 1 more remark below."


def test_a_mere_note_is_no_finding_of_the_verdict(analysis):
    kinds = [line.kind for line in verdict_of(replace(analysis, findings=analysis.findings[:1])).lines]
    assert kinds == ["number", "number", "number", "missing"]


def test_never_more_than_five_lines(analysis, measured):
    many = tuple(measured(q, None, "mean", 5.0, 1.0) for q in ("trunk_lean", "trunk_rotation", "pelvic_drop", "tempo"))
    assert len(verdict_of(replace(analysis, measures=analysis.measures + many)).lines) == MAX_LINES


def test_title_and_subtitle(analysis, slow):
    verdict = verdict_of(analysis)
    assert verdict.title == "Running"
    assert verdict.subtitle == "seen from the right · 4.0 s · 4 left strides · 5 right strides"
    unknown = replace(slow.movement, name="unknown")
    assert verdict_of(replace(slow, movement=unknown)).title == "Movement not recognised"
    slowed = replace(slow, clip=replace(slow.clip, slow_motion=SlowMotion(4.0, "user")))
    assert verdict_of(slowed).title == "Hip circles, right"
    assert verdict_of(slowed).subtitle.endswith("1 right repetition · slow motion × 4 (as given)")


def test_held_range_is_owned_and_the_rest_is_momentum(slow):
    lines = [line.text for line in verdict_of(slow).lines]
    assert lines == [
        "Hip extension, held (owned): right 22° ± 5°. Thigh against trunk; reached 30° ± 5°.",
        "Hip flexion, reached: right 30° ± 5°. Thigh against trunk.",
    ]


def test_passive_range_is_not_called_owned(slow):
    passive = replace(slow, movement=replace(slow.movement, effort="passive"))
    assert verdict_of(passive).title == "Hip circles, passive, right"
    assert "put through" in verdict_of(passive).meaning


def test_everything_refused_says_why_and_claims_nothing(analysis):
    refused = tuple(
        Measure.refused("hip_extension", side, "stride_peak", "Film from the side.", definition="d")
        for side in ("left", "right")
    )
    verdict = verdict_of(replace(analysis, measures=refused, findings=()))
    assert [line.text for line in verdict.lines] == ["Not measured: hip extension. Film from the side."]
    assert verdict.meaning == ""


def test_several_reasons_are_not_all_told_at_once(analysis):
    refused = tuple(
        Measure.refused(q, None, "mean", f"Film {way}.", definition="d")
        for q, way in (
            ("trunk_lean", "from the side"),
            ("pelvic_drop", "from behind"),
            ("trunk_rotation", "from above"),
        )
    )
    some = verdict_of(replace(analysis, measures=analysis.measures[:1] + refused, findings=())).lines
    assert [line.text for line in some if line.kind == "missing"] == [
        "Not measured: trunk lean. Film from the side. What else is missing, and why, stands under the table."
    ]
    none = verdict_of(replace(analysis, measures=refused, findings=())).lines
    assert [line.note for line in none] == [
        "Film from the side.",
        "Film from behind. What else is missing, and why, stands under the table.",
    ]


def test_reasons_that_differ_in_the_name_alone_are_told_once(analysis):
    refused = tuple(
        Measure.refused(q, side, "mean", f"This view does not show {name}: film from the side.", definition="d")
        for q, name in (("hip_extension", "hip extension"), ("knee_flexion", "knee flexion"))
        for side in ("left", "right")
    )
    (line,) = verdict_of(replace(analysis, measures=refused, findings=())).lines
    assert line.title == "Not measured: hip extension and knee flexion"
    assert line.note == "This view does not show them: film from the side."


def test_one_missing_side_is_named(analysis, measured):
    left = Measure.refused("hip_extension", "left", "stride_peak", "The leg was hidden.", definition="d")
    right = measured("hip_extension", "right", "stride_peak", 30.0, 5.0)
    lines = verdict_of(replace(analysis, measures=(left, right), findings=())).lines
    assert lines[1].title == "Not measured: hip extension (left)"


def test_a_range_that_was_reached_but_not_held(slow):
    why = "It was not held for 2 s."
    held = Measure.refused("hip_extension", "right", "held_peak", why, definition="d", status="absent")
    lines = verdict_of(replace(slow, measures=(held, slow.measures[0]))).lines
    assert [line.text for line in lines] == [
        "Hip extension, reached: right 30° ± 5°. Thigh against trunk.",
        "Not held: hip extension. It was not held for 2 s.",
    ]


def test_a_hold_is_one_line_with_its_drift_and_time(analysis, measured):
    measures = (
        measured("hip_extension", "right", "plateau", 25.0, 7.0),
        measured("hip_extension", "right", "drift", 1.0, 2.0),
        measured("hip_extension", "right", "hold_time", 5.0, 0.4, unit="s"),
    )
    made = replace(analysis, measures=measures, findings=(), movement=replace(analysis.movement, name="hold"))
    assert [line.text for line in verdict_of(made).lines] == [
        "Hip extension, held: right 25° ± 7°. Thigh against trunk; drift 1° ± 2°; held for 5.00 s ± 0.40."
    ]


def test_the_best_repetition_has_the_median_beside_it(analysis, measured):
    measures = (
        measured("shank_lean", "right", "best", 38.0, 5.0),
        measured("shank_lean", "right", "repetition_peak", 36.0, 5.0),
    )
    made = replace(analysis, measures=measures, findings=(), movement=replace(analysis.movement, name="knee_to_wall"))
    assert [line.text for line in verdict_of(made).lines] == [
        "Shank lean, best repetition: right 38° ± 5°. Shank against gravity; median 36° ± 5°."
    ]


def test_side_quantities_stay_out_of_the_verdict(slow, measured):
    smooth = measured("smoothness", "right", "sparc", -3.0, 0.3, unit="1")
    titles = [line.title for line in verdict_of(replace(slow, measures=(*slow.measures, smooth))).lines]
    assert titles == ["Hip extension, held (owned)", "Hip flexion, reached"]


def test_both_sides_together_step_back_behind_each(analysis, measured):
    measures = (
        measured("contact_time", None, "mean", 0.25, 0.02),
        measured("contact_time", "left", "mean", 0.24, 0.02),
        measured("contact_time", "right", "mean", 0.26, 0.02),
    )
    made = replace(analysis, measures=measures, findings=())
    (line,) = verdict_of(made).lines
    assert line.text.startswith("Ground contact, mean: left (far) 0.24 s ± 0.02, right 0.26 s ± 0.02.")
    assert rows_of(measures, "running")[0].small_print == "mean, both 0.25 s ± 0.02"


def test_a_missing_statistic_of_a_known_angle_is_named(analysis, measured):
    drift = tuple(
        Measure.refused(q, side, "drift", "Run for a minute.", definition="d")
        for q in ("hip_extension", "knee_flexion")
        for side in ("left", "right")
    )
    known = tuple(
        measured(q, side, "stride_peak", 20.0, 5.0)
        for q in ("hip_extension", "knee_flexion")
        for side in ("left", "right")
    )
    lines = verdict_of(replace(analysis, measures=known + drift, findings=())).lines
    assert lines[-1].title == "Not measured: change through the clip (hip extension and knee flexion)"


def test_a_second_reason_is_told_of_its_statistic(analysis):
    refused = (
        Measure.refused("hip_extension", "left", "stride_peak", "No stride was seen.", definition="d"),
        Measure.refused("hip_extension", "left", "drift", "Run for a minute.", definition="d"),
    )
    lines = verdict_of(replace(analysis, measures=refused, findings=())).lines
    assert [line.title for line in lines] == [
        "Not measured: hip extension",
        "Not measured: change through the clip (hip extension)",
    ]


def test_the_lowest_of_an_angle_is_the_highest_of_its_opposite(measured):
    row = rows_of([measured("hip_abduction", "left", "clip_low", -28.0, 5.0)], "unknown")[0]
    assert (row.title, row.subtitle) == ("Hip adduction", "highest in the clip")


def test_difference_needs_more_than_both_errors(analysis, measured):
    def said(left: float, right: float) -> str | None:
        pair = (
            measured("knee_flexion", "left", "swing_peak", left, 3.0),
            measured("knee_flexion", "right", "swing_peak", right, 4.0),
        )
        return difference_text(rows_of(pair, "running")[0], None)

    assert said(105.0, 100.0) == "no difference shown"  # 5 is not more than the root of 9 + 16
    assert said(106.0, 100.0) == "left is more by 6° ± 5°"
    assert said(100.0, 106.0) == "right is more by 6° ± 5°"


def test_the_far_leg_is_named_with_a_difference(measured):
    pair = (
        measured("knee_flexion", "left", "swing_peak", 90.0, 3.0),
        measured("knee_flexion", "right", "swing_peak", 110.0, 4.0),
    )
    text = difference_text(rows_of(pair, "running")[0], "right")
    assert text == (
        "right is more by 20° ± 5°; the left leg is the far one and partly hidden: film the other side to confirm"
    )


def test_lows_are_told_by_the_opposite_name_only_where_they_are_below_zero(measured):
    flexion = rows_of([measured("hip_extension", "left", "repetition_low", -95.0, 6.0)], "hip_car")[0]
    assert (flexion.title, number_text(flexion.cells["left"], flipped=flexion.flipped)) == ("Hip flexion", "95° ± 6°")
    never = rows_of([measured("hip_extension", "left", "repetition_low", 5.0, 6.0)], "hip_car")[0]
    assert (never.title, number_text(never.cells["left"], flipped=never.flipped)) == ("Hip extension", "5° ± 6°")


@pytest.mark.parametrize(
    ("value", "low", "high", "text"),
    [
        (-0.2, -5.2, 4.8, "0° ± 5°"),
        (-12.0, -17.0, -7.0, "−12° ± 5°"),
        (12.0, 2.0, 14.0, "12° (2° to 14°)"),
        (12.0, None, None, "12°"),
    ],
)
def test_numbers_as_they_are_written(measured, value, low, high, text):
    made = replace(measured("hip_extension", "left", "stride_peak", value, 1.0), low=low, high=high)
    assert number_text(made) == text


def test_unknown_quantities_of_a_new_movement_still_read(measured):
    made = replace(measured("hip_extension", "left", "new_peak", 1.0, 1.0), quantity="jump_height", unit="m")
    row = rows_of([made], "running")[0]
    assert (row.title, row.subtitle, number_text(made)) == ("Jump height", "new peak", "1.00 m ± 1.00")
