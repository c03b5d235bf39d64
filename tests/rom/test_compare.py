"""Hand-worked: standard errors are chosen as 3 and 4, so that their difference has 5."""

from dataclasses import replace

import pytest

from endrange.domain.measure import Measure
from endrange.rom.compare import Z95, borrowed, detectable_difference, gap, pooled, reserve, shows, standard_error


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
    found = gap(measure(25, 3), measure(10, 4), shared_sd=2.0)
    assert standard_error(found) == pytest.approx(17**0.5)


def test_a_shared_error_is_never_more_than_the_smaller_one():
    # 3² + 4² - 2·3² = 7.
    assert standard_error(gap(measure(25, 3), measure(10, 4), shared_sd=9.0)) == pytest.approx(7**0.5)


def test_borrowed_is_stated_only_when_the_interval_excludes_zero():
    clear = borrowed(reserve(measure(10, 1), measure(20, 1)))
    assert clear.value == pytest.approx(10)
    assert clear.low == pytest.approx(10 - Z95 * 2**0.5)
    assert borrowed(reserve(measure(10, 4), measure(15, 3))) is None
    assert borrowed(reserve(measure(20, 1), measure(10, 1))) is None


def test_the_detectable_difference_is_1_96_standard_errors():
    assert detectable_difference(measure(0, 3), measure(0, 4)) == pytest.approx(1.96 * 5, rel=1e-3)


def test_repeats_average_their_own_error_and_keep_the_shared_one():
    # Each SE 5, of which 4 is shared: own 3² / 4 repeats + 4² = 18.25, and the repeats agree exactly.
    takes = tuple(measure(10, 5) for _ in range(4))
    assert standard_error(pooled(takes, shared_sd=4.0)) == pytest.approx(18.25**0.5)


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
