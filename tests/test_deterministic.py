"""The same clip gives the same numbers, whatever the number of workers and however often it is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from endrange import analyze


@pytest.mark.networks
@pytest.mark.parametrize("quality", ["fast", "standard"])
def test_workers_change_no_number(samples: Path, quality: str) -> None:
    clip = samples / "run_right_60fps.mp4"
    one, two, again = (analyze(clip, quality=quality, end_s=0.8, threads=threads) for threads in (1, 2, 2))
    for other in (two, again):
        np.testing.assert_array_equal(other.looks.position_px, one.looks.position_px)
        np.testing.assert_array_equal(other.looks.world_m, one.looks.world_m)
        assert other.angles.value_deg.keys() == one.angles.value_deg.keys()
        for key, values in one.angles.value_deg.items():
            np.testing.assert_array_equal(other.angles.value_deg[key], values)
        assert other.measures == one.measures
        assert other.clip.level == one.clip.level
    assert np.isfinite(one.looks.position_px).any()
