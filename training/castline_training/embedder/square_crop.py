"""The crop convention shared with the product: a square around the head box.

Side = 1.25 x the longer side of the head box (hair, ears, hat included); what lies
outside the picture repeats its border; area filter when shrinking, else bilinear.
"""
from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

CROP_SCALE = 1.25
CROP_SIZE = 96

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in pixels


class Square(NamedTuple):
    """A square in picture pixels."""

    centre_x: float
    centre_y: float
    side: float


def square_around(head: Box, scale: float = CROP_SCALE) -> Square:
    x0, y0, x1, y1 = head
    return Square((x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, y1 - y0) * scale)


def head_from_face(face: Box) -> Box:
    """A head box guessed from a tight face box, for truth that has faces only.

    The proportions are the median of the labelled heads of the training art.
    """
    x0, y0, x1, y1 = face
    width, height = x1 - x0, y1 - y0
    return (x0 - 0.2 * width, y0 - 0.54 * height, x1 + 0.2 * width, y1 + 0.08 * height)


def cut_square(image: np.ndarray, square: Square, size: int = CROP_SIZE) -> np.ndarray:
    """Crop [size, size, C] uint8 of an image [H, W, C]; the border is repeated outside."""
    height, width = image.shape[:2]
    side = max(2, int(round(square.side)))
    left = int(round(square.centre_x - side / 2))
    top = int(round(square.centre_y - side / 2))
    pads = (max(0, -top), max(0, top + side - height), max(0, -left), max(0, left + side - width))
    x0, y0 = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
    x1, y1 = max(x0 + 1, min(left + side, width)), max(y0 + 1, min(top + side, height))
    patch = image[y0:y1, x0:x1]
    if any(pads):
        patch = cv2.copyMakeBorder(patch, *pads, borderType=cv2.BORDER_REPLICATE)
    shrink = patch.shape[0] > size
    return cv2.resize(patch, (size, size), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)


def cut_square_clear(image: np.ndarray, square: Square, size: int) -> np.ndarray:
    """As `cut_square` for cut-outs [H, W, 4] with straight alpha: premultiplied, clear outside."""
    alpha = image[..., 3:4].astype(np.float32) / 255
    premultiplied = np.concatenate([image[..., :3] * alpha, image[..., 3:4]], axis=2).astype(np.uint8)
    reach = int(np.ceil(square.side))
    padded = cv2.copyMakeBorder(premultiplied, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    return cut_square(padded, Square(square.centre_x + reach, square.centre_y + reach, square.side), size)
