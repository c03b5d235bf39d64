"""Real people: what one calibrated view says against what the other views together predict for it.

Three views give each joint in space; seen from the fourth camera they predict the direction of each segment in its
picture. The reference is made by the same networks and has an error of its own, so that the difference is an upper
bound of neither.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from endrange.accuracy.goals import ALL_VIEWS
from endrange.accuracy.looks_store import LooksStore
from endrange.accuracy.rows import ReferenceRow
from endrange.accuracy.truth import choose_looks
from endrange.domain.body import Body
from endrange.domain.changes import FrameChanges
from endrange.domain.errors import ClipUnreadable
from endrange.domain.looks import Floats, Looks
from endrange.domain.skeleton import PAIRS, point
from endrange.domain.vocabulary import SIDES
from endrange.kinematics import steady_hips
from endrange.settings import QUALITY_LOOKS
from endrange.synthetic.truth import wrap_deg
from endrange.track import one_body, smooth

CALIBRATION_SUFFIX: Final = ".qca.xml"

#: Qualisys writes focal length and principal point in 1/64 px, and positions in millimetres.
SUBPIXELS: Final = 64.0
MM_PER_M: Final = 1000.0

#: Names of k1, k2, p1, p2 in the file.
LENS: Final = ("radialDistortion1", "radialDistortion2", "tangentalDistortion1", "tangentalDistortion2")

#: Zero-phase cut-off of slow movements (science brief, section 6: 4-6 Hz); leg swings are at about 1 Hz.
CUTOFF_HZ: Final = 4.0

#: Fewest views beside the one that is tested.
MIN_OTHERS: Final = 3

SEGMENTS: Final[Mapping[str, tuple[str, str]]] = {"thigh": ("hip", "knee"), "shank": ("knee", "ankle")}


@dataclass(frozen=True)
class CalibratedCamera:
    """A camera of known place, direction and lens.

    Attributes
    ----------
    axes
        (3, 3) rows: right, down and away in the picture, as directions of the room.
    centre_m
        (3,) where it stands.
    focal_px, middle_px
        (2,) along x and y of the picture.
    lens
        (4,) Brown's radial k1, k2 and tangential p1, p2.
    """

    axes: Floats
    centre_m: Floats
    focal_px: Floats
    middle_px: Floats
    lens: Floats

    def project(self, position_m: Floats) -> Floats:
        """(..., 3) metres to (..., 2) px; NaN stays NaN."""
        seen = (position_m - self.centre_m) @ self.axes.T
        flat = seen[..., :2] / seen[..., 2:]
        return np.asarray(self.focal_px * self._bent(flat) + self.middle_px)

    def rays(self, position_px: Floats) -> Floats:
        """(..., 2) px to slopes (..., 2) of the rays without the lens, by fixed-point iteration."""
        bent = (position_px - self.middle_px) / self.focal_px
        flat = bent
        for _ in range(5):  # 1e-6 of a pixel for lenses bent by a few per cent
            flat = flat - (self._bent(flat) - bent)
        return np.asarray(flat)

    def _bent(self, flat: Floats) -> Floats:
        x, y = flat[..., 0], flat[..., 1]
        k1, k2, p1, p2 = self.lens
        r = x * x + y * y
        radial = 1 + k1 * r + k2 * r * r
        bent_x = x * radial + 2 * p1 * x * y + p2 * (r + 2 * x * x)
        bent_y = y * radial + p1 * (r + 2 * y * y) + 2 * p2 * x * y
        return np.stack([bent_x, bent_y], axis=-1)


def read_calibration(path: Path) -> dict[str, CalibratedCamera]:
    """Cameras by name from a Qualisys calibration file.

    Raises
    ------
    ClipUnreadable
        When the file is not one.
    """
    try:
        cameras = ElementTree.parse(path).getroot().findall("cameras/camera")
        return {camera.attrib["serial"]: _camera(camera) for camera in cameras}
    except (ElementTree.ParseError, KeyError, ValueError, OSError) as error:
        raise ClipUnreadable(f"{path.name} cannot be read as a Qualisys calibration ({error}).", path) from error


def _camera(element: ElementTree.Element) -> CalibratedCamera:
    place, lens = (_facts(element, name) for name in ("transform", "intrinsic"))
    rows = np.array([[place[f"r{i}{j}"] for j in (1, 2, 3)] for i in (1, 2, 3)])
    return CalibratedCamera(
        axes=rows * np.array([[1.0], [-1.0], [-1.0]]),  # Qualisys looks along -z with y up
        centre_m=np.array([place[axis] for axis in "xyz"]) / MM_PER_M,
        focal_px=np.array([lens["focalLengthU"], lens["focalLengthV"]]) / SUBPIXELS,
        middle_px=np.array([lens["centerPointU"], lens["centerPointV"]]) / SUBPIXELS,
        lens=np.array([lens[name] for name in LENS]),
    )


def _facts(element: ElementTree.Element, name: str) -> dict[str, float]:
    found = element.find(name)
    if found is None:
        raise KeyError(name)
    return {key: float(value) for key, value in found.attrib.items()}


def triangulate(cameras: Sequence[CalibratedCamera], position_px: Sequence[Floats]) -> Floats:
    """Points in space that are nearest to all rays, in the sense of linear least squares (Hartley & Sturm 1997).

    Parameters
    ----------
    position_px
        (n, p, 2) per camera. A view in which a point is NaN is left out for that point.

    Returns
    -------
    (n, p, 3) metres; NaN where fewer than two views know the point.
    """
    shape = position_px[0].shape[:2]
    left, right = np.zeros((*shape, 3, 3)), np.zeros((*shape, 3))
    views = np.zeros(shape, int)
    for camera, pixels in zip(cameras, position_px, strict=True):
        slopes = camera.rays(pixels)
        known = np.isfinite(slopes[..., 0] + slopes[..., 1])
        for axis in (0, 1):
            line = np.where(known, slopes[..., axis], 0.0)[..., None] * camera.axes[2] - camera.axes[axis]
            line = line * known[..., None]
            left += line[..., :, None] * line[..., None, :]
            right += line * (line @ camera.centre_m)[..., None]
        views += known
    enough = views >= 2
    left[~enough] = np.eye(3)
    found = np.linalg.solve(left, right[..., None])[..., 0]
    return np.where(enough[..., None], found, np.nan)


def find_views(folder: Path) -> list[tuple[dict[str, CalibratedCamera], dict[str, Path]]]:
    """Calibrations below a folder, each with sets of clips whose names end with the cameras' names."""
    found = []
    for calibration in sorted(folder.rglob(f"*{CALIBRATION_SUFFIX}")):
        cameras = read_calibration(calibration)
        sets: dict[str, dict[str, Path]] = {}
        for clip in sorted(calibration.parent.glob("*.mp4")):
            serial = next((name for name in cameras if clip.stem.endswith(name)), None)
            if serial is not None:
                sets.setdefault(clip.stem.removesuffix(serial), {})[serial] = clip
        found += [(cameras, clips) for clips in sets.values() if len(clips) > MIN_OTHERS]
    return found


def view_rows(folder: Path, lists: Mapping[str, tuple[str, ...]], store: LooksStore) -> tuple[ReferenceRow, ...]:
    """A row for every view and segment, and one for all views together, for every list of looks.

    Sets of clips in which more than one person is seen are left out: who is who is not told across views.
    """
    rows: list[ReferenceRow] = []
    for cameras, clips in find_views(folder):
        wanted = set(QUALITY_LOOKS["best"]).union(*lists.values())
        looks = {name: store.looks_of(clip, wanted) for name, clip in clips.items()}
        reference = {name: _body(seen, QUALITY_LOOKS["best"]) for name, seen in looks.items()}
        if any(body.people_seen > 1 for body in reference.values()):
            continue
        for label, names in lists.items():
            tested = {name: _body(seen, names) for name, seen in looks.items()}
            rows += _rows(label, clips, cameras, reference, tested)
    return tuple(rows)


def _body(looks: Looks, names: tuple[str, ...]) -> Body:
    body, _ = one_body(choose_looks(looks, names), person=None, changes=FrameChanges.none(looks.n_frames))
    return steady_hips(smooth(body, CUTOFF_HZ, life_per_film=1.0))


def _rows(
    label: str,
    clips: Mapping[str, Path],
    cameras: Mapping[str, CalibratedCamera],
    reference: Mapping[str, Body],
    tested: Mapping[str, Body],
) -> list[ReferenceRow]:
    errors: dict[str, list[tuple[Path, Floats]]] = {}
    n = min(body.n_frames for body in reference.values())
    for name, clip in clips.items():
        others = [other for other in clips if other != name]
        points = triangulate([cameras[o] for o in others], [reference[o].position_px[:n] for o in others])
        predicted = cameras[name].project(points)
        for segment, error in segment_errors(tested[name].position_px[:n], predicted).items():
            errors.setdefault(segment, []).append((clip, error))
    rows = []
    for segment, found in errors.items():
        rows += [_row(label, clip.stem, segment, [error]) for clip, error in found]
        together = re.sub(r"[_-]?cam\d+$", "", found[0][0].stem)
        rows.append(_row(label, together + ALL_VIEWS, segment, [error for _, error in found]))
    return rows


def segment_errors(position_px: Floats, predicted_px: Floats) -> dict[str, Floats]:
    """Direction of trunk, thighs and shanks in the picture, seen minus predicted, degrees; one leg after the other."""
    found = {"trunk": _turn(_trunk(position_px), _trunk(predicted_px))}
    for segment, (start, end) in SEGMENTS.items():
        both = [_turn(_line(position_px, side, start, end), _line(predicted_px, side, start, end)) for side in SIDES]
        found[segment] = np.concatenate(both)
    return found


def _trunk(position_px: Floats) -> Floats:
    shoulders, hips = (position_px[:, list(PAIRS[part])].mean(axis=1) for part in ("shoulder", "hip"))
    return np.asarray(shoulders - hips)


def _line(position_px: Floats, side: str, start: str, end: str) -> Floats:
    return np.asarray(position_px[:, point(side, end)] - position_px[:, point(side, start)])


def _turn(seen: Floats, predicted: Floats) -> Floats:
    angles = [np.degrees(np.arctan2(line[:, 1], line[:, 0])) for line in (seen, predicted)]
    return wrap_deg(angles[0] - angles[1])


def _row(label: str, clip: str, segment: str, errors: list[Floats]) -> ReferenceRow:
    known = [e[np.isfinite(e)] for e in errors]
    all_views = np.concatenate(known)
    centred = np.concatenate([e - np.median(e) if len(e) else e for e in known])
    return ReferenceRow(
        "other views", clip, label, segment, "deg", len(all_views), float(all_views.mean()),
        float(np.sqrt(np.mean(centred**2))), float(np.sqrt(np.mean(all_views**2))),
    )  # fmt: skip
