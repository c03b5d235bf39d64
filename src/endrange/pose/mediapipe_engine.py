"""The reference engine: MediaPipe's own PoseLandmarker, on the frame and on its mirror image.

IMAGE mode: every frame on its own. VIDEO mode with one person smooths its landmarks with a causal filter, which lags
and lowers peaks; with several it looks for people in every frame that holds fewer, at the price of IMAGE mode.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from endrange.domain.clip import Frame
from endrange.domain.looks import Floats, Landmarker, ModelFile, People, Sighting, is_mirrored, network_of
from endrange.domain.skeleton import MIRROR_ORDER, mirror_points
from endrange.pose.models import DETECTOR, WEIGHTS_OF_NETWORK, models_of, verified_path
from endrange.pose.offer import EngineOffer, Wishes

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision import PoseLandmarker

#: People of two looks are one person when the middles of their trunks are closer than this share of the trunk's length.
#: Proposal.
_SAME_TRUNK: Final = 0.75

_TRUNK: Final = (11, 12, 23, 24)


class MediaPipeLandmarker:
    """BlazePose looks through MediaPipe Tasks.

    Parameters
    ----------
    looks
        BlazePose looks, in LOOK_NAMES order.
    tasks
        A PoseLandmarker in IMAGE mode a network.
    """

    engine = "mediapipe"

    def __init__(self, looks: tuple[str, ...], tasks: dict[str, PoseLandmarker]) -> None:
        self._looks = looks
        self._tasks = tasks

    @property
    def looks(self) -> tuple[str, ...]:
        """Names of the looks it takes."""
        return self._looks

    @property
    def models(self) -> tuple[ModelFile, ...]:
        """The weights in use."""
        return models_of(self._looks, DETECTOR)

    def look(self, frames: Iterable[Frame]) -> Iterator[Sighting]:
        """Yield what every look says of each frame; people are those of the first look, then those only others saw."""
        for frame in frames:
            said = {look: self._take(frame.image, look) for look in self._looks}
            yield Sighting(frame.index, frame.time_s, matched(said))

    def close(self) -> None:
        """Close MediaPipe's graphs."""
        for task in self._tasks.values():
            task.close()

    def _take(self, image: NDArray[np.uint8], look: str) -> People:
        import mediapipe

        # MediaPipe takes rows for contiguous without asking, and sees noise where they are not
        picture = np.ascontiguousarray(image[:, ::-1] if is_mirrored(look) else image)
        height, width = image.shape[:2]
        shown = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
        people = _people(self._tasks[network_of(look)].detect(shown), width, height)
        return _mirrored_back(people, width) if is_mirrored(look) else people


def _people(result: Any, width: int, height: int) -> People:
    if not result.pose_landmarks:
        return People.nobody()
    points = np.array([[(p.x, p.y, p.visibility) for p in person] for person in result.pose_landmarks], np.float32)
    world = np.array([[(p.x, p.y, p.z) for p in person] for person in result.pose_world_landmarks], np.float32)
    return People(points[..., :2] * np.array([width, height], np.float32), points[..., 2], world)


def _mirrored_back(people: People, width: int) -> People:
    order = list(MIRROR_ORDER)
    world = people.world_m[:, order] * np.array([-1, 1, 1], np.float32)
    return People(mirror_points(people.position_px, width), people.score[:, order], world)


def matched(said: dict[str, People]) -> dict[str, People]:
    """The same people in the same order in every look; NaN where a look did not see one."""
    known: list[Floats] = []
    places: dict[str, list[int]] = {}
    for look, people in said.items():
        places[look] = []
        for points in people.position_px:
            free = [i for i in range(len(known)) if i not in places[look]]
            distance = [_trunks_apart(points, known[i]) for i in free]
            if distance and min(distance) < _SAME_TRUNK:
                places[look].append(free[int(np.argmin(distance))])
            else:
                known.append(points)
                places[look].append(len(known) - 1)
    return {look: _placed(people, places[look], len(known)) for look, people in said.items()}


def _trunks_apart(a: Floats, b: Floats) -> float:
    """Distance of the trunks' middles in lengths of the trunk."""
    one, other = a[list(_TRUNK)], b[list(_TRUNK)]
    length = max(float(np.linalg.norm(one[:2].mean(0) - one[2:].mean(0))), 1e-6)
    return float(np.linalg.norm(one.mean(0) - other.mean(0))) / length


def _placed(people: People, places: list[int], n: int) -> People:
    out = People(*(np.full((n, *part.shape[1:]), np.nan, np.float32) for part in (
        people.position_px, people.score, people.world_m
    )))  # fmt: skip
    out.position_px[places], out.score[places], out.world_m[places] = people.position_px, people.score, people.world_m
    return out


def _open(wishes: Wishes) -> Landmarker:
    from mediapipe.tasks.python import BaseOptions
    from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions, RunningMode

    from endrange.pose.task_bundle import task_bundle

    tasks: dict[str, PoseLandmarker] = {}
    for network in dict.fromkeys(network_of(look) for look in wishes.looks):
        bundle = task_bundle(verified_path(DETECTOR), verified_path(WEIGHTS_OF_NETWORK[network]))
        options = PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=bundle),
            running_mode=RunningMode.IMAGE,
            num_poses=wishes.max_people,
        )
        tasks[network] = PoseLandmarker.create_from_options(options)
    return MediaPipeLandmarker(wishes.looks, tasks)


ENGINE = EngineOffer("mediapipe", 1, ("heavy", "heavy_mirror", "full", "full_mirror"), _open)
