"""A pinhole camera in the world of the stage: x right, y up, z towards the viewer; it looks along -z, nodding by `pitch`."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WIDTH, HEIGHT = 640, 360


@dataclass(frozen=True)
class Camera:
    """Stands at (0, height, 0). `focal` in px; `pitch` and `roll` in radians, positive pitch looks up."""

    height: float
    pitch: float
    roll: float
    focal: float

    @property
    def place(self) -> np.ndarray:
        return np.array([0.0, self.height, 0.0])

    def axes(self) -> np.ndarray:
        """Columns: right, up, forward."""
        right = np.array([1.0, 0, 0])
        up = np.array([0, np.cos(self.pitch), np.sin(self.pitch)])
        forward = np.array([0, np.sin(self.pitch), -np.cos(self.pitch)])
        c, s = np.cos(self.roll), np.sin(self.roll)
        return np.stack([c * right + s * up, c * up - s * right, forward], 1)

    def project(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(pixels [N,2], depth [N]); the y of pixels runs down."""
        local = (points - self.place) @ self.axes()
        depth = np.maximum(local[:, 2], 0.05)
        x = WIDTH / 2 + self.focal * local[:, 0] / depth
        y = HEIGHT / 2 - self.focal * local[:, 1] / depth
        return np.stack([x, y], 1), local[:, 2]

    def point_at(self, x: float, y: float, depth: float) -> np.ndarray:
        """World point seen at pixel (x, y), `depth` along the view."""
        local = np.array([(x - WIDTH / 2) / self.focal, (HEIGHT / 2 - y) / self.focal, 1.0]) * depth
        return self.place + self.axes() @ local
