"""The same looks as another camera operator would have filmed them: mirrored, turned, scaled, later."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from endrange.domain.looks import Floats, Looks, is_mirrored, network_of
from endrange.domain.skeleton import MIRROR_ORDER, mirror_points


def mirror_looks(looks: Looks) -> Looks:
    """What the networks say of the mirrored clip: each look is then what its mirror look was.

    Raises
    ------
    ValueError
        If a look's counterpart is missing: what a network says of pixels it never saw cannot be made up.
    """
    counterparts = [network_of(name) if is_mirrored(name) else f"{name}_mirror" for name in looks.names]
    missing = [name for name in counterparts if name not in looks.names]
    if missing:
        raise ValueError(f"looks of the mirrored clip need {', '.join(missing)}")
    order = [looks.names.index(name) for name in counterparts]
    world = looks.world_m[:, order][..., list(MIRROR_ORDER), :] * np.array([-1, 1, 1], looks.world_m.dtype)
    return replace(
        looks,
        position_px=mirror_points(looks.position_px[:, order], looks.size_px[0]),
        score=looks.score[:, order][..., list(MIRROR_ORDER)],
        world_m=world,
    )


def roll_looks(looks: Looks, roll_deg: float) -> Looks:
    """The content turned clockwise about the middle of the picture."""
    world = np.asarray(looks.world_m, float).copy()
    world[..., :2] = world[..., :2] @ _turn(roll_deg).T
    return replace(looks, position_px=roll_points(looks.position_px, looks.size_px, roll_deg), world_m=world)


def roll_points(position_px: Floats, size_px: tuple[int, int], roll_deg: float) -> Floats:
    """Points (..., 2) turned clockwise about the middle of the picture."""
    middle = np.array(size_px) / 2
    return np.asarray((position_px - middle) @ _turn(roll_deg).T + middle)


def _turn(roll_deg: float) -> Floats:
    turn = np.radians(roll_deg)
    c, s = np.cos(turn), np.sin(turn)
    return np.array([[c, -s], [s, c]])


def scale_looks(looks: Looks, factor: float) -> Looks:
    """The same clip at ``factor`` times the resolution."""
    width, height = looks.size_px
    return replace(
        looks, position_px=looks.position_px * factor, size_px=(round(width * factor), round(height * factor))
    )
