"""What a film does to a crop, the same for drawings and photographs, so that neither blur nor blocks betray the medium."""
from __future__ import annotations

import cv2
import numpy as np

from ..embedder.crop_bank import BANK_SCALE
from ..embedder.square_crop import CROP_SCALE, CROP_SIZE

SMALLEST = 28  # px of a head crop in a film


def _reframe(crop: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The product's square out of the wider one of the bank, as boxes err: turned, moved, scaled, mirrored."""
    size = crop.shape[0]
    zoom = BANK_SCALE / CROP_SCALE * random.uniform(0.85, 1.3)
    move = cv2.getRotationMatrix2D((size / 2, size / 2), random.normal(0, 9), zoom)
    move[:, 2] += random.uniform(-0.08, 0.08, 2) * size
    crop = cv2.warpAffine(crop, move, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return crop[:, ::-1] if random.random() < 0.5 else crop


def _light(crop: np.ndarray, random: np.random.Generator) -> np.ndarray:
    image = crop.astype(np.float32) / 255
    grey = image @ np.array([0.299, 0.587, 0.114], np.float32)
    image = grey[..., None] + (image - grey[..., None]) * (0 if random.random() < 0.15 else random.uniform(0.4, 1.7))
    if random.random() < 0.6:
        image = image * random.uniform(0.55, 1.15, 3).astype(np.float32)
    image = (image - image.mean()) * random.uniform(0.6, 1.5) + image.mean() * random.uniform(0.6, 1.3)
    image = np.clip(image, 0, 1) ** random.uniform(0.7, 1.4)
    return (image * 255).astype(np.uint8)


def _grain(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    channels = 1 if random.random() < 0.5 else 3
    noise = random.normal(0, random.uniform(2, 14), (*image.shape[:2], channels))
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def spoil(crop: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """[S, S, 3] RGB uint8 in the bank's framing -> [96, 96, 3], as a film would show it."""
    image = _light(_reframe(crop, random), random)
    side = int(round(np.exp(random.uniform(np.log(SMALLEST), np.log(crop.shape[0])))))
    image = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
    if random.random() < 0.3:
        image = cv2.GaussianBlur(image, (0, 0), random.uniform(0.3, 1.4))
    if random.random() < 0.2:
        image = cv2.addWeighted(image, 1.6, cv2.GaussianBlur(image, (0, 0), 1.0), -0.6, 0)
    if random.random() < 0.35:
        image = _grain(image, random)
    for _ in range(int(random.integers(0, 3))):
        _, data = cv2.imencode('.jpg', image, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(20, 92))])
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    shrinks = side > CROP_SIZE
    return cv2.resize(image, (CROP_SIZE, CROP_SIZE), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
