"""What video does to a drawing: tints, night, blur, grain, vignette, compression. uint8 RGB in and out."""
from __future__ import annotations

import cv2
import numpy as np


def tint(image: np.ndarray, rng) -> np.ndarray:
    """A colour cast, night or washed-out light over everything."""
    pick = rng.random()
    if pick < 0.55:
        return image
    gain = rng.uniform(0.75, 1.15, 3)
    if pick > 0.9:
        gain = np.array([0.35, 0.45, 0.75]) * rng.uniform(0.7, 1.3)
    elif pick > 0.82:
        gain = np.array([1.1, 0.8, 0.55])
    lift = rng.uniform(0, 35) if rng.random() < 0.3 else 0
    return np.clip(image * gain + lift, 0, 255).astype(np.uint8)


def film(image: np.ndarray, rng, old: bool = False) -> np.ndarray:
    """Blur, grain and JPEG blocks; `old` adds vignette and strong grain."""
    h, w = image.shape[:2]
    pick = rng.random()
    if pick < 0.2:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.6))
    elif pick < 0.3:
        k = int(rng.integers(3, 12))
        streak = np.zeros((k, k), np.float32)
        streak[k // 2] = 1.0 / k
        turn = cv2.getRotationMatrix2D((k / 2 - 0.5, k / 2 - 0.5), rng.uniform(0, 180), 1)
        streak = cv2.warpAffine(streak, turn, (k, k))
        image = cv2.filter2D(image, -1, streak / max(streak.sum(), 1e-3))
    elif pick < 0.38:
        s = rng.uniform(0.4, 0.8)
        image = cv2.resize(cv2.resize(image, None, fx=s, fy=s, interpolation=cv2.INTER_AREA), (w, h))
    if old or rng.random() < 0.15:
        noise = rng.normal(0, rng.uniform(3, 14 if old else 8), (h, w, 1))
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    if old:
        y, x = np.mgrid[-1:1:h * 1j, -1:1:w * 1j]
        image = (image * np.clip(1.15 - rng.uniform(0.1, 0.4) * (x * x + y * y), 0, 1)[..., None]).astype(np.uint8)
    if rng.random() < 0.6:
        ok, data = cv2.imencode('.jpg', image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(18, 80))])
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return image
