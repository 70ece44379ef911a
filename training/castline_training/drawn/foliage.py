"""Textured nature for rendered-film looks: dense grass, leaves at several depths, rocks, bark, light through leaves. float32 RGB 0..1."""
from __future__ import annotations

import cv2
import numpy as np

from .backdrop import fractal
from .palette import jitter, mix


def render_foliage(rng, width: int, height: int) -> np.ndarray:
    """A meadow, thicket, rock face or bare earth, far things blurred."""
    image = _distance(rng, width, height)
    leaf = np.array([rng.uniform(0.15, 0.65), rng.uniform(0.35, 0.75), rng.uniform(0.08, 0.35)])
    for _ in range(int(rng.integers(0, 3))):
        _trunk(image, rng)
    if rng.random() < 0.6:
        _leaves(image, rng, leaf, (0.0, rng.uniform(0.2, 0.9)), int(rng.integers(100, 900)))
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(1.0, 7.0))
    for _ in range(int(rng.integers(0, 5))):
        _rock(image, rng)
    line = rng.uniform(0.35, 1.05)
    if rng.random() < 0.8:
        _ground(image, rng, leaf, line)
        _grass(image, rng, leaf, line, int(rng.integers(300, 2500)))
    if rng.random() < 0.4:
        _leaves(image, rng, leaf, (0.6, 1.1), int(rng.integers(20, 200)))
    if rng.random() < 0.4:
        _glow(image, rng)
    image *= (1 + rng.uniform(0.02, 0.1) * fractal(rng, width, height, 7, 0.9))[..., None]
    if rng.random() < 0.5:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 3.5))
    return np.clip(image, 0, 1).astype(np.float32)


def _distance(rng, width, height):
    """Sky, haze or a deep wood."""
    pick = rng.random()
    top, low = ((0.45, 0.65, 0.9), (0.85, 0.93, 0.98)) if pick < 0.4 else ((0.55, 0.68, 0.4), (0.75, 0.85, 0.5))
    if pick > 0.7:
        top, low = (0.16, 0.22, 0.12), (0.35, 0.4, 0.22)
    t = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    image = jitter(rng, top) * (1 - t) + jitter(rng, low) * t
    image = np.repeat(image.astype(np.float32), width, 1)
    return np.ascontiguousarray(image * (1 + rng.uniform(0.02, 0.2) * fractal(rng, width, height, 4))[..., None].astype(np.float32))


def _leaves(image, rng, color, band, count):
    """Leaf-shaped blobs between two shares of the height."""
    h, w = image.shape[:2]
    size = rng.uniform(3, 20)
    for _ in range(count):
        center = (int(rng.uniform(0, w)), int(rng.uniform(*band) * h))
        axes = (max(1, int(size * rng.uniform(0.5, 1.3))), max(1, int(size * rng.uniform(0.2, 0.6))))
        tone = np.clip(jitter(rng, color * rng.uniform(0.35, 1.35), 0.04), 0, 1)
        cv2.ellipse(image, center, axes, rng.uniform(0, 180), 0, 360, tuple(map(float, tone)), -1, cv2.LINE_AA)


def _grass(image, rng, color, line, count):
    """Blades from the ground line down, larger towards the viewer."""
    h, w = image.shape[:2]
    for near in np.sort(rng.random(count)):
        y = (line + (1.08 - line) * near) * h
        reach = (4 + 34 * near * rng.uniform(0.4, 1.2))
        x = rng.uniform(0, w)
        tone = np.clip(color * rng.uniform(0.5, 1.35) * (0.7 + 0.4 * near), 0, 1)
        tip = (int(x + rng.normal(0, reach * 0.3)), int(y - reach))
        cv2.line(image, (int(x), int(y)), tip, tuple(map(float, tone)), 1 + int(near * rng.uniform(0, 3)), cv2.LINE_AA)


def _ground(image, rng, color, line):
    h, w = image.shape[:2]
    y = int(max(0, line) * h)
    if y >= h:
        return
    earth = mix(color, (0.45, 0.35, 0.25), rng.uniform(0, 0.8))
    noise = fractal(rng, w, h, 6, 0.8)[y:, :, None]
    image[y:] = np.clip(earth + 0.08 * noise, 0, 1)


def _trunk(image, rng):
    """A bark-textured column with round shading."""
    h, w = image.shape[:2]
    wide = int(rng.uniform(0.03, 0.3) * w)
    x0 = int(rng.uniform(-0.1, 1.0) * w)
    a, b = max(0, x0), min(w, x0 + wide)
    if b - a < 4:
        return
    bark = jitter(rng, (0.42, 0.32, 0.22), 0.06)
    u = (np.arange(a, b) - x0) / wide * 2 - 1
    shade = 0.35 + 0.75 * np.sqrt(np.clip(1 - u * u, 0, 1)) * (1 + rng.uniform(-0.5, 0.5) * u)
    grain = cv2.resize(rng.standard_normal((max(2, h // 40), b - a)).astype(np.float32), (b - a, h))
    image[:, a:b] = np.clip(bark * shade[None, :, None] * (1 + 0.16 * grain[..., None]), 0, 1)


def _rock(image, rng):
    """A boulder or mound: a lit, noisy ellipsoid, often furry with moss - much like a head without a face."""
    h, w = image.shape[:2]
    rx, ry = rng.uniform(0.03, 0.25) * w, rng.uniform(0.05, 0.3) * h
    cx, cy = rng.uniform(0, w), rng.uniform(0.3, 1.05) * h
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    q = 1 - ((x - cx) / rx) ** 2 - ((y - cy) / ry) ** 2 + 0.12 * fractal(rng, w, h, 5)
    inside = q > 0
    light = 0.35 + 0.5 * np.sqrt(np.clip(q, 0, 1)) - 0.3 * (y - cy) / ry + rng.uniform(-0.25, 0.25) * (x - cx) / rx
    color = jitter(rng, mix((0.55, 0.53, 0.5), (0.35, 0.5, 0.2), rng.random()), 0.06)
    noisy = light * (1 + 0.1 * fractal(rng, w, h, 7, 0.9))
    image[inside] = np.clip(color * noisy[inside][:, None], 0, 1)


def _glow(image, rng):
    """Soft discs of light (bokeh) or one shaft."""
    h, w = image.shape[:2]
    layer = np.zeros((h, w), np.float32)
    for _ in range(int(rng.integers(3, 40))):
        cv2.circle(layer, (int(rng.uniform(0, w)), int(rng.uniform(0, h))), int(rng.uniform(4, 40)), float(rng.uniform(0.05, 0.3)), -1, cv2.LINE_AA)
    layer = cv2.GaussianBlur(layer, (0, 0), rng.uniform(1, 6))
    image += layer[..., None] * np.array([1.0, 0.98, 0.75], np.float32)
