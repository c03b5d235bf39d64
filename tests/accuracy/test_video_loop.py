"""The plain loop on pixels."""

from __future__ import annotations

import numpy as np
import pytest

from endrange.accuracy.plain_loop import plain_points
from endrange.accuracy.truth import read_clip
from endrange.accuracy.video_loop import video_mode_looks
from endrange.domain.errors import ClipUnreadable


@pytest.mark.networks
@pytest.mark.slow
def test_it_sees_the_person_of_a_sample(samples) -> None:
    looks = video_mode_looks(samples / "standing_right.mp4")
    truth = read_clip(samples / "standing_right.mp4").truth
    assert looks.names == ("heavy",)
    points = plain_points(looks)
    assert len(points) == len(truth.time_s)
    off = np.linalg.norm(points[:, [23, 24]] - truth.position_px[:, [23, 24]], axis=-1)
    assert np.median(off) < 20


def test_a_file_without_pictures_is_refused(tmp_path) -> None:
    empty = tmp_path / "empty.mp4"
    empty.touch()
    with pytest.raises(ClipUnreadable, match=r"empty\.mp4"):
        video_mode_looks(empty)
