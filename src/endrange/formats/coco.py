"""``coco_keypoints.json``: the clean body as COCO keypoint annotations (Lin et al. 2014), an image a frame.

Of a point that is not known x, y and v are 0, as the format has it; v is 2 where it is. ``frame`` and ``time_s`` of an
image and ``scores`` of an annotation are ours.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from endrange.domain.analysis import Analysis
from endrange.domain.looks import Floats
from endrange.domain.skeleton import COCO_TO_BLAZEPOSE, KEYPOINTS
from endrange.formats.registry import Format

PERSON: Final = 1
_SEEN: Final = 2

#: COCO's limbs, counted from 1.
SKELETON: Final = (
    (16, 14), (14, 12), (17, 15), (15, 13), (12, 13), (6, 12), (7, 13), (6, 7), (6, 8), (7, 9), (8, 10), (9, 11),
    (2, 3), (1, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7),
)  # fmt: skip


def coco_dict(analysis: Analysis) -> dict[str, Any]:
    """The whole file: a frame in which no point is known has an image and no annotation."""
    body = analysis.body
    known = list(COCO_TO_BLAZEPOSE)
    images = [
        {
            "id": index + 1,
            "file_name": f"{Path(analysis.clip.file).stem}_{index:06d}.png",
            "width": body.size_px[0],
            "height": body.size_px[1],
            "frame": index,
            "time_s": round(float(time), 6),
        }
        for index, time in enumerate(body.time_s)
    ]
    seen = [_annotation(i, body.position_px[i, known], body.score[i, known]) for i in range(body.n_frames)]
    return {
        "info": {"description": f"landmarks of {analysis.clip.file} by endrange {analysis.provenance.endrange}"},
        "licenses": [],
        "images": images,
        "annotations": [annotation for annotation in seen if annotation["num_keypoints"]],
        "categories": [
            {
                "id": PERSON,
                "name": "person",
                "supercategory": "person",
                "keypoints": [KEYPOINTS[index] for index in known],
                "skeleton": [list(limb) for limb in SKELETON],
            }
        ],
    }


def _annotation(index: int, points_px: Floats, score: Floats) -> dict[str, Any]:
    known = np.isfinite(points_px).all(axis=-1)
    triples = np.zeros((len(points_px), 3))
    triples[known, :2], triples[known, 2] = np.round(points_px[known], 3), _SEEN
    low = points_px[known].min(axis=0) if known.any() else np.zeros(2)
    size = points_px[known].max(axis=0) - low if known.any() else np.zeros(2)
    return {
        "id": index + 1,
        "image_id": index + 1,
        "category_id": PERSON,
        "iscrowd": 0,
        "keypoints": [float(v) for v in triples.ravel()],
        "num_keypoints": int(known.sum()),
        "bbox": [round(float(v), 3) for v in (*low, *size)],
        "area": round(float(size[0] * size[1]), 3),
        "scores": [None if np.isnan(s) else round(float(s), 4) for s in score],
    }


def write(analysis: Analysis, path: Path) -> None:
    """Write ``coco_keypoints.json``."""
    path.write_text(json.dumps(coco_dict(analysis), ensure_ascii=False, allow_nan=False), encoding="utf-8")


FORMAT = Format("coco", "coco_keypoints.json", "COCO keypoint annotations, an image a frame", write)
