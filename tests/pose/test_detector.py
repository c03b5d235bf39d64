import math

import numpy as np
import pytest

from endrange.pose.openvino_engine import detector
from endrange.pose.openvino_engine.regions import Region


def raw_of(found: dict[int, tuple[float, list[float]]]) -> tuple[np.ndarray, np.ndarray]:
    """Raw outputs in which anchor ``i`` says (logit, twelve numbers) and every other one says no."""
    raw, logits = np.zeros((2254, 12)), np.full((2254, 1), -20.0)
    for i, (logit, numbers) in found.items():
        raw[i], logits[i] = numbers, logit
    return raw, logits


#: A person about an anchor: a box of 80 × 160 px, hips at the anchor, the circle's top 100 px above.
PERSON = [0, 0, 80, 160, 0, 0, 0, -100, 0, 0, 0, 0]


def anchor_of(cell_x: int, cell_y: int) -> int:
    """First anchor of a cell of the layer of stride 8: 28 cells a row, two anchors each."""
    return 2 * (28 * cell_y + cell_x)


def test_there_is_an_anchor_for_each_box():
    boxes, _ = detector.candidates(*raw_of({}))
    assert len(boxes) == 0
    every, score = detector.candidates(np.zeros((2254, 12)), np.zeros((2254, 1)))
    assert len(every) == 2254
    assert score == pytest.approx(np.full(2254, 0.5))


def test_a_candidate_stands_where_its_anchor_does():
    """Cell (13, 14) of stride 8 has its centre at (108, 116)."""
    boxes, score = detector.candidates(*raw_of({anchor_of(13, 14): (2.0, PERSON)}))
    np.testing.assert_allclose(boxes[0, :4], [[68, 36], [148, 196], [108, 116], [108, 16]])
    assert score[0] == pytest.approx(1 / (1 + math.exp(-2)))


def test_neighbours_become_one_person_in_their_weighted_mean():
    """Two boxes 8 px apart with scores 0.75 and 0.5 (logits ln 3 and 0): 2/5 of the way from the surer one."""
    said = raw_of({anchor_of(13, 14): (math.log(3), PERSON), anchor_of(14, 14): (0.0, PERSON)})
    frame = detector.whole_frame(224, 224)
    (one,) = detector.suppress(*detector.candidates(*said), frame)
    assert one.score == pytest.approx(0.75)
    assert one.region.x_px == pytest.approx(108 + 0.4 * 8)
    assert one.region.size_px == pytest.approx(2 * 1.25 * 100)
    assert one.region.turn_rad == pytest.approx(0)


def test_two_people_apart_stay_two_the_surer_first():
    said = raw_of({anchor_of(4, 14): (1.0, PERSON), anchor_of(22, 14): (3.0, PERSON)})
    found = detector.suppress(*detector.candidates(*said), detector.whole_frame(224, 224))
    assert [round(d.region.x_px) for d in found] == [180, 36]


def test_in_a_wide_picture_the_square_reaches_beyond_top_and_bottom():
    """448 × 224 px: a cut pixel is two wide, and the picture's top lies at the cut's row 56."""
    frame = detector.whole_frame(448, 224)
    assert frame.size_px == 448
    boxes, score = detector.candidates(*raw_of({anchor_of(13, 14): (2.0, PERSON)}))
    (one,) = detector.suppress(boxes, score, frame)
    assert one.region.x_px == pytest.approx((108 - 111.5) * 2 + 223.5)
    assert one.region.y_px == pytest.approx((116 - 111.5) * 2 + 111.5)


def test_mirrored_candidates_come_back():
    boxes, _ = detector.candidates(*raw_of({anchor_of(13, 14): (2.0, PERSON)}))
    back = detector.mirrored(boxes)
    np.testing.assert_allclose(back[0, :4], [[223 - 148, 36], [223 - 68, 196], [223 - 108, 116], [223 - 108, 16]])
    np.testing.assert_allclose(detector.mirrored(back), boxes)


def test_a_wide_picture_has_overlapping_parts_from_edge_to_edge():
    """200 × 100 px: squares of 100 px that start at 0, 50 and 100."""
    parts = detector.parts_of_frame(200, 100)
    assert [(p.x_px, p.y_px, p.size_px) for p in parts] == [(49.5, 49.5, 100), (99.5, 49.5, 100), (149.5, 49.5, 100)]
    assert [p.y_px for p in detector.parts_of_frame(100, 150)] == [49.5, 99.5]
    assert detector.parts_of_frame(100, 100) == []


def test_a_person_found_in_two_parts_counts_once():
    found = [detector.Detection(Region(x, 50, 100), score) for x, score in ((50, 0.7), (55, 0.9), (150, 0.6))]
    assert [(d.region.x_px, d.score) for d in detector.merge(found)] == [(55, 0.9), (150, 0.6)]
