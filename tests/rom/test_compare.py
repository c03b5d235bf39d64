"""Hand-worked: standard errors are chosen as 3 and 4, so that their difference has 5."""

from dataclasses import replace

import pytest

from endrange.domain.measure import Measure
from endrange.rom.compare import (
    Z95,
    borrowed,
    covariance,
    detectable_difference,
    error_of_difference,
    gap,
    pooled,
    reserve,
    shows,
    standard_error,
)


def measure(value, se, *, quantity="hip_extension", side="right", role="active", statistic="held_peak"):
    return Measure(
        quantity, side, role, statistic, value, "deg", value - Z95 * se, value + Z95 * se, 1.0, 3, "B", "measured",
        None, "thigh against trunk", "a.mp4", 1.0,
    )  # fmt: skip


def test_the_gap_is_passive_minus_active_and_its_errors_add_in_squares():
    found = gap(measure(25, 3), measure(10, 4))
    assert found.value == pytest.approx(15)
    assert standard_error(found) == pytest.approx(5)
    assert shows(found)
    assert found.role is None


def test_a_negative_gap_stays_negative():
    found = gap(measure(10, 1), measure(14, 1))
    assert found.value == pytest.approx(-4)
    assert found.high < 0


def test_a_shared_error_cancels():
    # Both carry the same error of 2: 3² + 4² - 2·2² = 17.
    found = gap(measure(25, 3), measure(10, 4), covariance=4.0)
    assert standard_error(found) == pytest.approx(17**0.5)


def test_a_shared_error_is_never_more_than_the_smaller_one():
    # 3² + 4² - 2·3² = 7.
    assert standard_error(gap(measure(25, 3), measure(10, 4), covariance=81.0)) == pytest.approx(7**0.5)


def test_tests_that_read_to_either_side_widen_their_difference():
    """A hold reads 2 low, a stride 1 high: their difference is wrong by 3, which is 2² + 1² + 2·2·1 under the root."""
    assert covariance(-2.0, 1.0, alike=False) == -2.0
    assert error_of_difference(2.0, 1.0, covariance(-2.0, 1.0, alike=False)) == pytest.approx(3.0)


def test_the_mean_error_of_one_test_cancels_and_that_of_two_tests_does_not():
    """2 low in both: gone where it is one test, left in where it is two, because people need not be like the table."""
    assert error_of_difference(2.0, 2.0, covariance(-2.0, -2.0, alike=True)) == pytest.approx(0.0)
    assert error_of_difference(2.0, 2.0, covariance(-2.0, -2.0, alike=False)) == pytest.approx(8**0.5)


def test_borrowed_is_stated_only_when_the_interval_excludes_zero():
    clear = borrowed(reserve(measure(10, 1), measure(20, 1)))
    assert clear.value == pytest.approx(10)
    assert clear.low == pytest.approx(10 - Z95 * 2**0.5)
    assert borrowed(reserve(measure(10, 4), measure(15, 3))) is None
    assert borrowed(reserve(measure(20, 1), measure(10, 1))) is None


def test_the_detectable_difference_is_1_96_standard_errors():
    assert detectable_difference(measure(0, 3), measure(0, 4)) == pytest.approx(1.96 * 5, rel=1e-3)


def test_repeats_average_their_own_scatter_and_keep_the_method_s_error():
    # SE 5, of which 4 repetitions with SD 4.787 give a median's 1.2533 · 4.787 / 2 = 3; four takes: 4² + 3² / 4.
    takes = tuple(replace(measure(10, 5), sd=4.787, n=4) for _ in range(4))
    assert standard_error(pooled(takes)) == pytest.approx(18.25**0.5, rel=1e-3)


def test_single_repeats_average_nothing():
    assert standard_error(pooled((replace(measure(10, 5), sd=None, n=1),) * 4)) == pytest.approx(5)


def test_repeats_that_scatter_more_than_their_errors_say_so():
    # 10, 16 and 22: SD 6, over root 3.
    takes = (measure(10, 1), measure(16, 1), measure(22, 1))
    found = pooled(takes)
    assert found.value == pytest.approx(16)
    assert standard_error(found) == pytest.approx(6 / 3**0.5)
    assert found.n == 9


def test_a_difference_needs_two_values():
    with pytest.raises(ValueError, match="two measured values"):
        gap(replace(measure(1, 1), value=None), measure(1, 1))
