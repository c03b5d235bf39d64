"""A median over strides and its interval: the error between clips, and how far few strides are from the usual."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.domain.statistics import MEDIAN_PENALTY, median_penalty
from endrange.movement.measuring import usual_error


@pytest.mark.parametrize("n", [2, 3, 4, 7, 10])
def test_the_median_of_few_normal_values_scatters_as_is_said(n) -> None:
    drawn = np.random.default_rng(5).standard_normal((200_000, n))
    assert np.median(drawn, axis=1).std() * np.sqrt(n) == pytest.approx(median_penalty(n), rel=0.01)


def test_many_values_have_the_large_sample_figure_and_no_small_number_a_larger_one() -> None:
    assert median_penalty(400) == MEDIAN_PENALTY
    assert max(median_penalty(n) for n in range(1, 11)) < MEDIAN_PENALTY


def test_what_the_error_between_clips_holds_is_not_counted_again() -> None:
    assert usual_error(5.0, 4, 3.0) == pytest.approx(median_penalty(4) * 4.0 / 2.0)
    assert usual_error(2.0, 4, 3.0) == 0.0
    assert usual_error(None, 1, 3.0) == 0.0


def test_error_about_the_usual_is_error_about_these_strides_and_theirs_about_the_usual() -> None:
    """Strides that the method draws towards each other (errors against the stride's own departure), three a clip."""
    random = np.random.default_rng(7)
    strides = random.normal(0.0, 2.0, (100_000, 3))
    errors = -0.4 * strides + random.normal(0.0, 1.0, strides.shape)
    seen = strides + errors
    of_these = np.median(seen, axis=1) - np.median(strides, axis=1)
    sd = np.sqrt(np.mean(seen.var(axis=1, ddof=1)))
    known = np.sqrt(np.mean(errors.var(axis=1, ddof=1)))
    true = np.median(seen, axis=1).std()
    # A little wide: the middle stride as seen is not always the truly middle one. 39 % with errors counted twice.
    assert 1.0 <= np.hypot(of_these.std(), usual_error(sd, 3, known)) / true < 1.15
    assert np.hypot(of_these.std(), usual_error(sd, 3)) / true > 1.35
