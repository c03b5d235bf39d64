import re

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
