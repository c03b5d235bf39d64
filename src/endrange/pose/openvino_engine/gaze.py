"""One glance: a network at one region of one picture, plain or mirrored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from endrange.domain.looks import Floats, is_mirrored, network_of
from endrange.pose.models import DETECTOR, WEIGHTS_OF_NETWORK
from endrange.pose.openvino_engine import blazepose, detector, movenet
from endrange.pose.openvino_engine.networks import Network
from endrange.pose.openvino_engine.outline import shank_edges
from endrange.pose.openvino_engine.regions import Region, around_box, cut, flipped, mean_region

Image = NDArray[np.uint8]
T = TypeVar("T")

#: BlazePose's landmark networks, the more exact first.
_LOCATING_FIRST: Final = ("heavy", "full")

#: The second network, which needs to be told where a person is.
_MOVENET: Final = "movenet"


@dataclass(frozen=True)
class Plan:
    """Which glances a list of looks needs.

    Attributes
    ----------
    looks
        As asked for.
    locating
        BlazePose looks that say where each person is; they are looks that were asked for where there are any.
    hidden
        Whether the locating looks were not asked for: they are then taken in key frames only and given to nobody.
    framed
        Looks of the second network.
    """

    looks: tuple[str, ...]
    locating: tuple[str, ...]
    hidden: bool
    framed: tuple[str, ...]

    @staticmethod
    def of(looks: tuple[str, ...]) -> Plan:
        """Glances for looks in LOOK_NAMES order."""
        framed = tuple(look for look in looks if network_of(look) == _MOVENET)
        locating = tuple(look for look in looks if look not in framed)
        if locating:
            return Plan(looks, locating, False, framed)
        both = any(is_mirrored(look) for look in framed)
        return Plan(looks, ("full", "full_mirror") if both else ("full",), True, framed)

    @property
    def weights(self) -> tuple[str, ...]:
        """Names of all weights in use."""
        named = [DETECTOR, *(WEIGHTS_OF_NETWORK[network_of(look)] for look in (*self.locating, *self.framed))]
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True)
class Seen:
    """One person in one frame.

    Attributes
    ----------
    poses
        Locating looks that found the person there.
    region
        Where the person is: where to look next.
    box
        The square for the second network.
    """

    poses: Mapping[str, blazepose.Pose]
    region: Region
    box: Region


def seen_from(poses: Mapping[str, blazepose.Pose]) -> Seen | None:
    """The person that the looks agree on; None when none of them found anybody.

    The best network's looks say where the person is. Plain and mirrored looks have the same say, so that the regions
    of a mirrored clip are the mirrored regions.
    """
    found = {look: pose for look, pose in poses.items() if pose.is_somebody}
    if not found:
        return None
    best = next(network for network in _LOCATING_FIRST if any(network_of(look) == network for look in found))
    leading = [pose for look, pose in found.items() if network_of(look) == best]
    low = np.mean([pose.position_px.min(axis=0) for pose in leading], axis=0)
    high = np.mean([pose.position_px.max(axis=0) for pose in leading], axis=0)
    region = mean_region([pose.next_region for pose in leading])
    return Seen(found, region, around_box(low, high, movenet.REGION_SCALE))


class Gaze:
    """The networks of a plan, ready to look; safe to use from several threads."""

    def __init__(self, plan: Plan, networks: Mapping[str, Network]) -> None:
        self.plan = plan
        self._networks = networks

    def pose(self, image: Image, region: Region, look: str) -> blazepose.Pose:
        """One locating look at one region."""
        placed = region.on_grid()
        return self._pose(cut(image, placed, blazepose.SIDE), placed, look)

    def _pose(self, picture: Image, placed: Region, look: str) -> blazepose.Pose:
        return self._ask(picture, look, partial(self._read_pose, look, placed))

    def _read_pose(
        self, look: str, placed: Region, landmarks: Floats, presence: Floats, heat: Floats, world: Floats, *mask: Floats
    ) -> blazepose.Pose:
        mirrored = is_mirrored(look)
        pose = blazepose.decode(landmarks, presence, heat, world, placed, mirrored=mirrored)
        if not mask or look != self.plan.locating[0]:
            return pose
        return replace(pose, outline_px=shank_edges(mask[0], pose.position_px, placed, mirrored=mirrored))

    def person(self, image: Image, regions: tuple[Region, ...]) -> Seen | None:
        """All locating looks at the first of the regions where anybody is."""
        for region in regions:
            placed = region.on_grid()
            picture = cut(image, placed, blazepose.SIDE)
            seen = seen_from({look: self._pose(picture, placed, look) for look in self.plan.locating})
            if seen is not None:
                return seen
        return None

    def framed(self, image: Image, box: Region) -> dict[str, tuple[Floats, Floats]]:
        """All looks of the second network at one square: (33, 2) px and (33,) scores by look."""
        if not self.plan.framed:
            return {}
        placed = box.on_grid()
        picture = cut(image, placed, movenet.SIDE)
        return {
            look: self._ask(picture, look, partial(movenet.decode, region=placed, mirrored=is_mirrored(look)))
            for look in self.plan.framed
        }

    def people(self, image: Image, *, comb: bool) -> list[detector.Detection]:
        """Everybody in the picture, the surest first; the mirrored picture has the same say.

        Where nobody is found and ``comb`` says so, the picture's parts are searched, which shows smaller people.
        """
        height, width = image.shape[:2]
        found = self._detect(image, detector.whole_frame(width, height))
        if found or not comb:
            return found
        parts = detector.parts_of_frame(width, height)
        return detector.merge([one for part in parts for one in self._detect(image, part)])

    def _detect(self, image: Image, frame: Region) -> list[detector.Detection]:
        picture = cut(image, frame, detector.SIDE)
        boxes, score = self._networks[DETECTOR](picture, detector.candidates)
        again, again_score = self._networks[DETECTOR](flipped(picture), detector.candidates)
        every = np.concatenate([boxes, detector.mirrored(again)])
        return detector.suppress(every, np.concatenate([score, again_score]), frame)

    def _ask(self, picture: Image, look: str, read: Callable[..., T]) -> T:
        network = self._networks[WEIGHTS_OF_NETWORK[network_of(look)]]
        return network(flipped(picture) if is_mirrored(look) else picture, read)
