import re
from itertools import pairwise

import numpy as np
import pytest

from endrange.movement.registry import movements
from endrange.report.guide_page import render_guide
from endrange.report.scenes import ANGLE_FIGURES, SCENES, angle_figure


def test_every_movement_has_its_section_its_figure_and_its_words():
    page = render_guide(m for name, m in movements().items() if name != "unknown")
    assert page.count("<svg") == page.count("<section") == len(movements()) - 1
    for name, movement in movements().items():
        if name != "unknown":
            assert f'id="{name}"' in page
            assert name in SCENES
            assert movement.guide.title in page


def test_the_page_loads_nothing_and_runs_nothing():
    page = render_guide(movements().values())
    assert not re.search(r"(src|href)=[\"']?https?:", page)
    assert "<script" not in page


def test_every_angle_has_a_figure_with_a_text_for_those_who_do_not_see_it():
    from endrange.domain.vocabulary import ANGLES

    assert set(ANGLE_FIGURES) == set(ANGLES)
    for name, definition in ANGLES.items():
        assert definition.title in angle_figure(name)


def _from_line(spot: np.ndarray, one: np.ndarray, other: np.ndarray) -> float:
    along = other - one
    share = np.clip((spot - one) @ along / max(along @ along, 1e-9), 0, 1)
    return float(np.hypot(*(spot - one - share * along)))


@pytest.mark.parametrize("angle", ANGLE_FIGURES)
def test_zero_and_sign_stand_clear_of_the_limbs(angle):
    drawing = str(angle_figure(angle))
    lines = [np.array([p.split(",") for p in points.split()], float)
             for points in re.findall(r'class="limb[^"]*" points="([^"]+)"', drawing)]  # fmt: skip
    signs = re.findall(r'x="([\d.-]+)" y="([\d.-]+)">(?:0°|\+)<', drawing)
    assert len(signs) == 2
    for x, y in signs:
        spot = np.array([float(x), float(y) - 4])
        # A sign is about 8 px across, a limb 6 px wide.
        assert all(_from_line(spot, a, b) > 8 for line in lines for a, b in pairwise(line))
