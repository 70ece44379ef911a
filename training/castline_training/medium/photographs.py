"""Photographs under open licences, cut round the heads that the shipped detector finds."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ..embedder.crop_bank import BANK_SCALE, BANK_SIZE
from ..embedder.square_crop import Square, cut_square, head_from_face, square_around

if TYPE_CHECKING:  # needs onnxruntime
    from ..detector.other_hands import ShippedDetector

# inter-faces (commit 2166b2273fd050699e112e95a251f0519cce58c3): the pictures whose pages were CC0 when they were taken up.
# Those from Unsplash are left out: Unsplash left CC0 in 2017, and the files do not tell when each was published.
OPEN_PORTRAITS = [*range(1, 63), 71, 72]
TWICE = {22: 20}  # another crop of the same photograph
FOLDS = 4


@dataclass(frozen=True)
class Photograph:
    """Head crops of one photograph in the bank's framing, and patches from anywhere in it."""

    name: str
    fold: int
    heads: list[np.ndarray]
    patches: list[np.ndarray]


def fold_of(number: int) -> int:
    return OPEN_PORTRAITS.index(TWICE.get(number, number)) % FOLDS


def read_picture(path: Path) -> np.ndarray:
    return np.ascontiguousarray(cv2.imread(str(path))[..., ::-1])


def heads_of(picture: np.ndarray, detector: ShippedDetector) -> list[np.ndarray]:
    """Crops of the faces that the product would look at."""
    boxes, scores = detector.detect(picture)
    return [cut_square(picture, square_around(head_from_face(tuple(box)), BANK_SCALE), BANK_SIZE) for box in boxes[scores >= detector.bar]]


def patches_of(picture: np.ndarray, count: int, random: np.random.Generator) -> list[np.ndarray]:
    side = min(picture.shape[:2])
    squares = (random.uniform(0.25, 0.9) * side for _ in range(count))
    return [cut_square(picture, Square(random.uniform(s / 2, picture.shape[1] - s / 2), random.uniform(s / 2, picture.shape[0] - s / 2), s), BANK_SIZE) for s in squares]


def load_portraits(folder: Path, detector: ShippedDetector) -> list[Photograph]:
    """The open ones of inter-faces; folds go by photograph, never by crop."""
    found = []
    for number in OPEN_PORTRAITS:
        picture = read_picture(folder / '1000 x 1000' / f'{number:03d}.jpg')
        patches = patches_of(picture, 6, np.random.default_rng(OPEN_PORTRAITS.index(number)))
        found.append(Photograph(f'{number:03d}', fold_of(number), heads_of(picture, detector), patches))
    return found
