"""What stands behind a head: drawn rooms, film frames, gradients, noise, flat colour."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

LONGEST_SIDE = 224


class Backdrops:
    """Random RGB squares. `pictures` are whole pictures [H, W, 3] to cut from; may be empty."""

    def __init__(self, pictures: list[np.ndarray]) -> None:
        self._pictures = pictures

    @classmethod
    def from_folder(cls, folder: Path) -> "Backdrops":
        """Reads `*.jpg` written by the preparation step, kept small: cutting must stay cheap."""
        pictures = []
        for path in sorted(folder.glob("*.jpg")):
            bgr = cv2.imread(str(path))
            shrink = LONGEST_SIDE / max(bgr.shape[:2])
            bgr = cv2.resize(bgr, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
            pictures.append(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))
        return cls(pictures)

    def draw(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """One backdrop [size, size, 3] uint8."""
        kind = rng.random()
        if kind < 0.55 and self._pictures:
            return self._cut(size, rng)
        if kind < 0.75:
            return np.broadcast_to(rng.integers(0, 256, 3).astype(np.uint8), (size, size, 3))
        if kind < 0.9:
            corners = rng.integers(0, 256, (2, 2, 3)).astype(np.float32)
            return cv2.resize(corners, (size, size), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
        cells = int(rng.integers(2, 9))
        noise = rng.integers(0, 256, (cells, cells, 3)).astype(np.uint8)
        way = cv2.INTER_NEAREST if rng.random() < 0.3 else cv2.INTER_LINEAR
        return cv2.resize(noise, (size, size), interpolation=way)

    def _cut(self, size: int, rng: np.random.Generator) -> np.ndarray:
        picture = self._pictures[int(rng.integers(len(self._pictures)))]
        height, width = picture.shape[:2]
        side = int(min(height, width) * rng.uniform(0.2, 0.9))
        top, left = int(rng.integers(0, height - side + 1)), int(rng.integers(0, width - side + 1))
        cut = cv2.resize(picture[top : top + side, left : left + side], (size, size), interpolation=cv2.INTER_LINEAR)
        return cut[:, ::-1] if rng.random() < 0.5 else cut
