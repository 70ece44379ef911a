"""Per-picture augmentation: place a bank picture in a crop, over a backdrop, and spoil it.

OpenCV on one small picture at a time: 0.2 to 0.5 ms each, a tenth of the training step.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .crop_bank import BANK_SCALE
from .square_crop import CROP_SCALE

Picture = np.ndarray


@dataclass(frozen=True)
class Placing:
    """How strongly crops are varied; all zero except `scale` for evaluation."""

    rotation: float = 25.0  # degrees, uniform either way
    shift: float = 0.1  # of the crop's side
    shrink: float = 0.75  # the crop's side is 1.25 x the head times shrink..grow
    grow: float = 1.35
    shear: float = 0.12
    flip: float = 0.5
    tight: float = 0.2  # share of crops that show little more than the face


CENTRED = Placing(rotation=0, shift=0, shrink=1, grow=1, shear=0, flip=0, tight=0)


def warp_matrix(bank_size: int, size: int, placing: Placing, rng: np.random.Generator) -> np.ndarray:
    """2x3 matrix from bank pixels to crop pixels."""
    grow, lower = rng.uniform(placing.shrink, placing.grow), 0.0
    if rng.random() < placing.tight:
        # Detectors and people often leave out ears and hats, which lie above the face.
        grow = rng.uniform(0.55, 0.85)
        lower = rng.uniform(0, 1 - grow) / 2 * bank_size * CROP_SCALE / BANK_SCALE
    ratio = CROP_SCALE / BANK_SCALE * grow
    zoom = size / (bank_size * ratio)
    # Half of the crops stay nearly upright: that is how most of them come.
    reach = placing.rotation * (1.0 if rng.random() < 0.5 else 0.3)
    angle = np.radians(rng.uniform(-reach, reach))
    linear = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = 1 + rng.uniform(-placing.shear, placing.shear)
    linear = linear @ np.array([[stretch, rng.uniform(-placing.shear, placing.shear)], [0, 1 / stretch]])
    if rng.random() < placing.flip:
        linear = linear @ np.diag([-1.0, 1.0])
    linear = linear * zoom
    shift = rng.uniform(-placing.shift, placing.shift, 2) * size
    offset = size / 2 + shift - linear @ np.array([bank_size / 2, bank_size / 2 + lower])
    return np.hstack([linear, offset[:, None]])


def place_on_backdrop(
    picture: Picture, opaque: bool, backdrop: Picture, matrix: np.ndarray, size: int
) -> Picture:
    """RGB [size, size, 3] of a premultiplied bank picture over a backdrop [size, size, 3]."""
    border = cv2.BORDER_REPLICATE if opaque else cv2.BORDER_CONSTANT
    if np.hypot(matrix[0, 0], matrix[1, 0]) < 0.7:
        # Bilinear alone would alias when it shrinks much; blur first as an area filter does.
        picture = cv2.blur(picture, (2, 2))
    warped = cv2.warpAffine(picture, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border)
    if opaque:
        return np.ascontiguousarray(warped[..., :3])
    clear = 255 - warped[..., 3:4].astype(np.uint16)
    return (warped[..., :3] + (backdrop * clear // 255)).clip(0, 255).astype(np.uint8)


def occlude(crop: Picture, piece: Picture, rng: np.random.Generator) -> Picture:
    """Cover one side of the crop with a piece [S, S, 3]: another head, a hand's colour, text."""
    size = len(crop)
    side = int(size * rng.uniform(0.15, 0.4))
    length = int(size * rng.uniform(0.3, 1.0))
    along = int(rng.integers(0, size - length + 1))
    mask = np.zeros((size, size), np.uint8)
    axes = (side, max(1, length // 2))
    cv2.ellipse(mask, (0, along + length // 2), axes, 0, 0, 360, 255, -1)
    mask = np.rot90(mask, int(rng.integers(4)))
    return np.where(mask[..., None] > 0, piece, crop)


def write_over(crop: Picture, rng: np.random.Generator) -> Picture:
    """A line of lettering, as subtitles and titles leave it."""
    letters = "".join(chr(int(c)) for c in rng.integers(65, 91, int(rng.integers(3, 9))))
    size = len(crop)
    place = (int(rng.integers(-size // 4, size // 2)), int(rng.integers(size // 2, size)))
    scale = size / 64 * rng.uniform(0.4, 0.9)
    for colour, thickness in (((0, 0, 0), 3), (tuple(int(c) for c in rng.integers(150, 256, 3)), 1)):
        cv2.putText(crop, letters, place, int(rng.integers(0, 4)), scale, colour, thickness, cv2.LINE_AA)
    return crop


def cut_by_border(crop: Picture, rng: np.random.Generator) -> Picture:
    """The head leaves the picture on one side; the convention repeats the last line there."""
    quarter = int(rng.integers(4))
    lost = 1 + int(len(crop) * rng.uniform(0.05, 0.3))
    turned = np.rot90(crop, quarter).copy()
    turned[:lost] = turned[lost : lost + 1]
    return np.ascontiguousarray(np.rot90(turned, -quarter))


def smear(crop: Picture, rng: np.random.Generator) -> Picture:
    """Motion blur: the mean along a short line, as a head that moves during the exposure leaves it."""
    length = int(rng.integers(3, max(4, len(crop) // 7)))
    kernel = np.zeros((length, length), np.float32)
    turn = rng.uniform(0, np.pi)
    reach = np.array([np.cos(turn), np.sin(turn)]) * (length - 1) / 2
    ends = [tuple(int(round(v)) for v in (length - 1) / 2 + sign * reach) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return cv2.filter2D(crop, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def coarsen(crop: Picture, rng: np.random.Generator) -> Picture:
    """Few pixels, blur and block coding: what distance and an encoder leave of a head."""
    size = len(crop)
    if rng.random() < 0.5:
        small = max(10, int(size * rng.uniform(0.2, 0.9)))
        way = cv2.INTER_AREA if rng.random() < 0.8 else cv2.INTER_LINEAR
        crop = cv2.resize(cv2.resize(crop, (small, small), interpolation=way), (size, size))
    if rng.random() < 0.15:
        kernel = (int(rng.integers(1, 4)), int(rng.integers(1, 4)))
        crop = cv2.blur(crop, kernel)
    if rng.random() < 0.12:
        crop = smear(crop, rng)
    if rng.random() < 0.4:
        options = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(15, 90))]
        crop = cv2.imdecode(cv2.imencode(".jpg", crop, options)[1], cv2.IMREAD_COLOR)
    return crop
