from dataclasses import replace

import numpy as np

from endrange.domain.clip import SlowMotion
from endrange.formats.even import even_times, evenly


def test_times_rounded_to_milliseconds_are_even_and_values_stay(analysis):
    time_s = np.round(np.arange(30) / 30, 3)
    times = even_times(time_s, analysis.clip)
    assert not times.resampled
    assert np.isclose(times.rate_hz, 30.0, rtol=2e-4)
    values = np.sin(time_s)
    np.testing.assert_array_equal(evenly(values, time_s, times), values)


def test_an_uneven_sine_is_the_same_sine_on_the_grid(analysis):
    """Two swings a second, frames 20 to 47 ms apart: the spline is within a thousandth of its height."""
    rng = np.random.default_rng(3)
    time_s = np.cumsum(rng.uniform(0.020, 0.047, 60))
    time_s -= time_s[0]
    times = even_times(time_s, analysis.clip)
    assert times.resampled
    np.testing.assert_allclose(np.diff(times.film_s), times.film_s[1], rtol=1e-9)
    found = evenly(np.sin(2 * np.pi * 2 * time_s), time_s, times)
    assert np.abs(found - np.sin(2 * np.pi * 2 * times.film_s))[2:-2].max() < 4e-3


def test_nothing_is_made_up_in_gaps_and_holes(analysis):
    time_s = np.array([0.0, 0.03, 0.07, 0.10, 0.13, 0.40, 0.43, 0.46, 0.50, 0.53, 0.56])
    values = np.ones(11)
    values[8] = np.nan
    times = even_times(time_s, analysis.clip)
    found = evenly(values, time_s, times)
    inside = (times.film_s > 0.13) & (times.film_s < 0.40)
    gap = (times.film_s > 0.46) & (times.film_s < 0.53)
    assert np.isnan(found[inside | gap]).all()
    assert np.allclose(found[~(inside | gap)], 1.0)


def test_slow_motion_is_told_in_life_time(analysis):
    slow = replace(analysis.clip, slow_motion=SlowMotion(4.0, "user"))
    times = even_times(np.arange(31) / 30, slow)
    assert np.isclose(times.rate_hz, 120.0)
    assert np.isclose(times.life_s[-1], 0.25)
    assert np.isclose(times.film_s[-1], 1.0)
