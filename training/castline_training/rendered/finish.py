"""What a finished picture gets after rendering: noise smoothed away, motion blur, a film's tint."""
from __future__ import annotations

import cv2
import numpy as np

from ..drawn.degrade import tint


def finish(rgb: np.ndarray, scene, rng) -> np.ndarray:
    """rgb uint8 of the same size."""
    if rng.random() < (0.3 if scene.filmed else 0.7):
        rgb = cv2.bilateralFilter(rgb, 5, 28, 2)
    rgb = exposed(rgb, rng)
    if scene.smear is not None:
        rgb = smeared(rgb, *scene.smear)
    return tint(rgb, rng) if rng.random() < 0.3 else rgb


def exposed(rgb: np.ndarray, rng) -> np.ndarray:
    """Lifts pictures that came out too dark to see much in, as a film's grading would; a share stays dark."""
    bright = float(np.percentile(rgb.mean(2), 75))
    wished = rng.uniform(75, 150)
    if bright >= wished or rng.random() < 0.12:
        return rgb
    lift = min(2.2, np.log(wished / 255) / np.log(max(bright, 8) / 255))
    table = 255 * (np.arange(256) / 255) ** max(0.45, lift)
    return cv2.LUT(np.ascontiguousarray(rgb), table.astype(np.uint8))


def smeared(rgb: np.ndarray, length: float, degrees: float) -> np.ndarray:
    """Blurred along a line of `length` px."""
    side = int(length) | 1
    kernel = np.zeros((side, side), np.float32)
    reach = (side - 1) / 2
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]) * reach
    a, b = np.round(reach - way).astype(int), np.round(reach + way).astype(int)
    cv2.line(kernel, (int(a[0]), int(a[1])), (int(b[0]), int(b[1])), 1.0, 1, cv2.LINE_AA)
    return cv2.filter2D(rgb, -1, kernel / kernel.sum())


def without_grain(rgb: np.ndarray) -> np.ndarray:
    """As clean as a film's frame: the renderer's few samples leave grain."""
    return cv2.fastNlMeansDenoisingColored(rgb, None, 6, 10, 3, 9)
