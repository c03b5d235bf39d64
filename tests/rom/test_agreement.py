"""Published tables and hand-worked ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from endrange.rom.agreement import bland_altman, reliability

#: Peak expiratory flow of 17 people, first reading of each meter, l/min (Bland & Altman 1986, table).
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]

#: Six targets rated by four judges (Shrout & Fleiss 1979, table 2).
RATINGS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)


def test_limits_of_agreement_as_published():
    """Bias -2.1 and standard deviation 38.8 l/min (Bland & Altman 1986)."""
    found = bland_altman(WRIGHT, MINI)
    assert found.n == 17
    assert found.bias.value == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    # published interval of the bias: -22.0 to 17.8
    assert found.bias.low == pytest.approx(-22.0, abs=0.1)
    assert found.bias.high == pytest.approx(17.8, abs=0.1)
    assert found.lower.value == pytest.approx(-2.118 - 1.96 * 38.765, abs=0.01)
    half = 2.1199 * 38.765 * np.sqrt(1 / 17 + 1.96**2 / 32)
    assert found.upper.high - found.upper.value == pytest.approx(half, rel=1e-3)
    assert found.slope.low < 0.0 < found.slope.high


def test_a_device_that_reads_a_tenth_too_much_shows_it_in_the_slope():
    reference = np.arange(10.0, 30.0)
    found = bland_altman(1.1 * reference, reference)
    assert found.slope.value == pytest.approx(0.1 / 1.05)
    assert found.slope.low > 0.0


def test_intraclass_correlations_as_published():
    """ICC(2,1) = 0.29 and ICC(3,1) = 0.71 (Shrout & Fleiss 1979); interval of ICC(2,1) 0.02 to 0.76."""
    agreement, consistency = reliability(RATINGS), reliability(RATINGS, "consistency")
    assert agreement.icc.value == pytest.approx(0.29, abs=0.005)
    assert agreement.icc.low == pytest.approx(0.019, abs=0.001)
    assert agreement.icc.high == pytest.approx(0.761, abs=0.001)
    assert consistency.icc.value == pytest.approx(0.71, abs=0.005)
    assert consistency.icc.low == pytest.approx(0.342, abs=0.001)
    assert consistency.icc.high == pytest.approx(0.946, abs=0.001)
    # mean squares of the paper: within targets 6.26, residual 1.02
    assert agreement.sem.value**2 == pytest.approx(6.26, abs=0.005)
    assert consistency.sem.value**2 == pytest.approx(1.02, abs=0.005)


def test_two_days_by_hand():
    """Differences 1, -1, 3, 1: the within-person variance is their mean square over 2, (1 + 1 + 9 + 1) / 8 = 1.5."""
    found = reliability(np.array([[10.0, 11.0], [20.0, 19.0], [30.0, 33.0], [40.0, 41.0]]))
    assert found.sem.value == pytest.approx(np.sqrt(1.5))
    assert found.mdc95.value == pytest.approx(1.959964 * np.sqrt(2) * np.sqrt(1.5))
    # chi-square with 4 degrees of freedom: 0.4844 and 11.143
    assert found.sem.low == pytest.approx(np.sqrt(4 * 1.5 / 11.1433), rel=1e-4)
    assert found.sem.high == pytest.approx(np.sqrt(4 * 1.5 / 0.484419), rel=1e-4)
    # differences have the mean 1 and the variance 8/3, of which the residual is half
    assert reliability(np.array([[10.0, 11.0], [20.0, 19.0], [30.0, 33.0], [40.0, 41.0]]), "consistency").sem.value == (
        pytest.approx(np.sqrt(4 / 3))
    )


def test_what_is_missing_is_left_out_and_too_little_is_said():
    gap = np.vstack([RATINGS, [np.nan, 1.0, 2.0, 3.0]])
    assert reliability(gap) == reliability(RATINGS)
    assert bland_altman([*WRIGHT, np.nan], [*MINI, 3.0]) == bland_altman(WRIGHT, MINI)
    with pytest.raises(ValueError, match="at least 3 pairs, not 2"):
        bland_altman([1.0, 2.0, np.nan], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="at least 3 complete rows, not 2"):
        reliability(RATINGS[:2])
    with pytest.raises(ValueError, match="two repeats"):
        reliability(RATINGS[:, :1])


def test_perfect_agreement_has_no_error_and_nothing_at_all_no_correlation():
    same = np.repeat(np.arange(5.0)[:, None], 2, axis=1)
    assert reliability(same).icc.value == 1.0
    assert reliability(same).sem.value == 0.0
    assert np.isnan(reliability(np.ones((5, 2))).icc.value)
    assert np.isnan(bland_altman(np.ones(5), np.ones(5)).slope.value)


@given(st.floats(-100, 100), st.floats(0.1, 10), st.integers(0, 2**32 - 1))
def test_shift_and_scale_change_what_they_should(shift, scale, seed):
    table = np.random.default_rng(seed).normal(size=(8, 3))
    one, other = reliability(table), reliability(scale * table + shift)
    np.testing.assert_allclose(other.icc, one.icc, atol=1e-6)
    np.testing.assert_allclose(other.sem, np.multiply(one.sem, scale), rtol=1e-6)
