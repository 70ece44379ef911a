"""Procedural backdrops: skies, hills, trees, rooms, streets, night, snow, sea, patterns. float32 RGB 0..1."""
from __future__ import annotations

import cv2
import numpy as np

from .palette import jitter, mix, vivid


def render_backdrop(rng, width: int, height: int, style: str) -> np.ndarray:
    """A backdrop without any character."""
    kinds = (_meadow, _meadow, _meadow, _forest, _forest, _room, _room, _street, _gradient, _night, _sea, _pattern, _noise, _snow)
    image = kinds[rng.integers(len(kinds))](rng, width, height, style)
    if style in ('soft3d', 'painterly'):
        image = _grained(image, rng)
        if rng.random() < 0.75:
            image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.8, 6))
    elif rng.random() < 0.25:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.6, 3))
    if style in ('screentone', 'rubberhose'):
        image = np.repeat(image.mean(2, keepdims=True), 3, 2) * rng.uniform(0.85, 1.15)
    return np.clip(image, 0, 1).astype(np.float32)


def fractal(rng, width, height, octaves=5, decay=0.6):
    """Smooth noise, mean 0, deviation 1."""
    total = np.zeros((height, width), np.float32)
    for o in range(octaves):
        n = 3 * 2 ** o
        grid = rng.standard_normal((max(2, n * height // width), n)).astype(np.float32)
        total += decay ** o * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    return total / (total.std() + 1e-6)


def _ramp(width, height, top, bottom):
    t = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return np.repeat(np.asarray(top, np.float32) * (1 - t) + np.asarray(bottom, np.float32) * t, width, 1)


def _sky(rng, width, height):
    """Sky by day, dusk or an odd hue, with clouds."""
    pick = rng.random()
    top, low = ((0.35, 0.62, 0.92), (0.8, 0.92, 1.0)) if pick < 0.6 else ((0.95, 0.6, 0.4), (1.0, 0.88, 0.6))
    if pick > 0.8:
        top, low = vivid(rng, (0.2, 0.6), (0.6, 1)), vivid(rng, (0.05, 0.3), (0.8, 1))
    image = np.ascontiguousarray(_ramp(width, height, jitter(rng, top), jitter(rng, low)))
    tone = jitter(rng, (1, 1, 1), 0.05)
    for _ in range(int(rng.integers(0, 6))):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height * 0.5), rng.uniform(0.02, 0.09) * width
        for _ in range(5):
            center = (int(x + rng.normal(0, r * 1.3)), int(y + rng.normal(0, r * 0.25)))
            cv2.ellipse(image, center, (int(r), int(r * rng.uniform(.5, .8))), 0, 0, 360, tuple(map(float, tone)), -1, cv2.LINE_AA)
    return image


def _hill(image, rng, base, color, inked):
    """One ridge from `base` (share of the height) down."""
    h, w = image.shape[:2]
    x = np.linspace(0, 1, 40)
    y = base + sum(rng.uniform(0.01, 0.06) * np.sin(x * rng.uniform(2, 12) + rng.uniform(0, 6)) for _ in range(3))
    points = np.stack([x * w, y * h], 1)
    shape = np.vstack([points, [w, h], [0, h]]).astype(np.int32)
    cv2.fillPoly(image, [shape], tuple(map(float, color)), cv2.LINE_AA)
    if inked:
        cv2.polylines(image, [points.astype(np.int32)], False, (0.1, 0.1, 0.1), 2, cv2.LINE_AA)


def _inked(style, rng):
    return style in ('cel', 'outline', 'rubberhose', 'screentone') and rng.random() < 0.5


def _meadow(rng, width, height, style):
    image, inked = _sky(rng, width, height), _inked(style, rng)
    green = np.array([rng.uniform(0.25, 0.6), rng.uniform(0.5, 0.8), rng.uniform(0.15, 0.4)])
    base = rng.uniform(0.25, 0.75)
    for i in range(int(rng.integers(1, 4))):
        _hill(image, rng, base + 0.12 * i, jitter(rng, mix(green, (0.6, 0.8, 0.9), max(0, 0.5 - 0.25 * i)), 0.05), inked)
    for _ in range(int(rng.integers(0, 7))):
        _tree(image, rng, rng.uniform(0, width), rng.uniform(base, min(1, base + 0.35)) * height, rng.uniform(0.1, 0.6) * height, inked)
    _blades(image, rng, green, int(rng.integers(0, 500)))
    _flowers(image, rng, base, int(rng.integers(0, 25)))
    return image


def _tree(image, rng, x, y, size, inked):
    """A trunk with leaf blobs, or a fir."""
    trunk = jitter(rng, (0.4, 0.27, 0.17), 0.05)
    leaf = np.array([rng.uniform(0.1, 0.7), rng.uniform(0.3, 0.75), rng.uniform(0.08, 0.4)])
    line = (0.08, 0.08, 0.08)
    cv2.line(image, (int(x), int(y)), (int(x), int(y - size * 0.7)), tuple(map(float, trunk)), max(1, int(size * 0.12)), cv2.LINE_AA)
    if rng.random() < 0.3:
        for k in range(4):
            half, top = size * (0.36 - 0.07 * k), y - size * (0.2 + 0.22 * k)
            shape = np.array([[x - half, top], [x + half, top], [x, top - size * 0.35]], np.int32)
            cv2.fillPoly(image, [shape], tuple(map(float, leaf * (0.85 + 0.06 * k))), cv2.LINE_AA)
        return
    blobs = [(int(x + rng.normal(0, size * 0.18)), int(y - size * 0.8 + rng.normal(0, size * 0.12)), int(size * rng.uniform(.14, .28))) for _ in range(7)]
    if inked:
        for bx, by, r in blobs:
            cv2.circle(image, (bx, by), r + 2, line, -1, cv2.LINE_AA)
    for bx, by, r in blobs:
        cv2.circle(image, (bx, by), r, tuple(map(float, jitter(rng, leaf, 0.04))), -1, cv2.LINE_AA)


def _blades(image, rng, color, count):
    h, w = image.shape[:2]
    for _ in range(count):
        x, y = rng.uniform(0, w), h * (1 - rng.uniform(0, 0.35) ** 1.5)
        reach = rng.uniform(4, 22)
        tip = (int(x + rng.normal(0, 5)), int(y - reach))
        cv2.line(image, (int(x), int(y)), tip, tuple(map(float, jitter(rng, color, 0.09))), int(rng.integers(1, 3)), cv2.LINE_AA)


def _flowers(image, rng, base, count):
    h, w = image.shape[:2]
    for _ in range(count):
        x, y, r = rng.uniform(0, w), rng.uniform(base, 1) * h, rng.uniform(1.5, 7)
        petal = tuple(map(float, vivid(rng)))
        for a in np.linspace(0, 6.28, 6)[:-1]:
            cv2.circle(image, (int(x + r * np.cos(a)), int(y + r * np.sin(a))), max(1, int(r * 0.7)), petal, -1, cv2.LINE_AA)
        cv2.circle(image, (int(x), int(y)), max(1, int(r * 0.6)), (1.0, 0.85, 0.3), -1, cv2.LINE_AA)


def _forest(rng, width, height, style):
    deep = np.array([rng.uniform(0.1, 0.5), rng.uniform(0.3, 0.65), rng.uniform(0.15, 0.4)])
    image = np.ascontiguousarray(_ramp(width, height, mix(deep, np.ones(3), rng.uniform(0, 0.7)), deep * rng.uniform(0.3, 1)))
    image *= (1 + 0.12 * fractal(rng, width, height))[..., None]
    for k in range(int(rng.integers(3, 14))):
        x, w = rng.uniform(0, width), rng.uniform(0.01, 0.11) * width
        bark = jitter(rng, mix((0.35, 0.25, 0.18), deep, rng.uniform(0, 0.6)), 0.04)
        x1 = x + rng.normal(0, 20)
        shape = np.array([[x - w / 2, height], [x + w / 2, height], [x1 + w / 3, 0], [x1 - w / 3, 0]], np.int32)
        cv2.fillPoly(image, [shape], tuple(map(float, bark)), cv2.LINE_AA)
        if rng.random() < 0.3:
            cv2.ellipse(image, (int(x), int(rng.uniform(0.2, 0.8) * height)), (max(2, int(w * .2)), max(3, int(w * .3))), 0, 0, 360,
                        tuple(map(float, bark * 0.4)), -1, cv2.LINE_AA)
    _hill(image, rng, rng.uniform(0.65, 0.95), jitter(rng, deep * 0.9 + 0.05), False)
    for _ in range(int(rng.integers(0, 60))):
        r = int(rng.uniform(3, 26))
        center = (int(rng.uniform(0, width)), int(rng.choice([rng.uniform(0, .25), rng.uniform(.75, 1)]) * height))
        cv2.circle(image, center, r, tuple(map(float, jitter(rng, deep * rng.uniform(0.7, 1.5), 0.05))), -1, cv2.LINE_AA)
    _blades(image, rng, deep, int(rng.integers(0, 400)))
    return image


def _room(rng, width, height, style):
    wall, floor = vivid(rng, (0.08, 0.5), (0.5, 1)), vivid(rng, (0.2, 0.6), (0.3, 0.8))
    image = np.ascontiguousarray(_ramp(width, height, wall, wall * rng.uniform(0.75, 1)))
    line = int(rng.uniform(0.55, 0.95) * height)
    image[line:] = floor
    if rng.random() < 0.35:
        image[:line, ::1] *= (1 + 0.06 * np.sign(np.sin(np.arange(width) * rng.uniform(0.05, 0.4))))[None, :, None].astype(np.float32)
    inked = _inked(style, rng)
    for _ in range(int(rng.integers(2, 12))):
        _furniture(image, rng, line, inked)
    return image


def _furniture(image, rng, line, inked):
    """Boxes with shelves, books, panes or knobs."""
    h, w = image.shape[:2]
    bw, bh = rng.uniform(0.05, 0.35) * w, rng.uniform(0.06, 0.5) * h
    x, y = rng.uniform(-0.1, 1) * w, rng.choice([line - bh, rng.uniform(0, 0.4) * h])
    color = vivid(rng, (0.1, 0.7), (0.25, 0.95))
    a, b = (int(x), int(y)), (int(x + bw), int(y + bh))
    cv2.rectangle(image, a, b, tuple(map(float, color)), -1)
    kind = rng.integers(4)
    if kind == 0:
        for bx in np.arange(x + 3, x + bw - 4, 7):
            tall = rng.uniform(0.4, 0.9) * bh
            cv2.rectangle(image, (int(bx), int(y + bh - tall)), (int(bx + 5), int(y + bh - 2)), tuple(map(float, vivid(rng))), -1)
    elif kind == 1:
        cv2.rectangle(image, (a[0] + 4, a[1] + 4), (b[0] - 4, b[1] - 4), tuple(map(float, vivid(rng, (0.1, 0.4), (0.7, 1)))), -1)
        cv2.line(image, (int(x + bw / 2), a[1]), (int(x + bw / 2), b[1]), tuple(map(float, color)), 3)
    elif kind == 2:
        for fx in (0.3, 0.7):
            cv2.circle(image, (int(x + bw * fx), int(y + bh * 0.5)), max(2, int(bw * 0.05)), tuple(map(float, color * 0.4)), -1, cv2.LINE_AA)
    if inked:
        cv2.rectangle(image, a, b, (0.08, 0.08, 0.08), 2)


def _street(rng, width, height, style):
    image = _sky(rng, width, height)
    x = -20.0
    floor = int(rng.uniform(0.6, 0.9) * height)
    inked = _inked(style, rng)
    while x < width:
        w, top = rng.uniform(0.1, 0.28) * width, rng.uniform(0.05, 0.45) * height
        color, pane = vivid(rng, (0.1, 0.6), (0.4, 0.95)), vivid(rng, (0.1, 0.5), (0.3, 1))
        cv2.rectangle(image, (int(x), int(top)), (int(x + w), floor), tuple(map(float, color)), -1)
        if inked:
            cv2.rectangle(image, (int(x), int(top)), (int(x + w), floor), (0.1, 0.1, 0.1), 2)
        step = rng.uniform(18, 45)
        for wy in np.arange(top + 10, floor - step, step):
            for wx in np.arange(x + 8, x + w - step * 0.6, step):
                cv2.rectangle(image, (int(wx), int(wy)), (int(wx + step * .5), int(wy + step * .6)), tuple(map(float, pane)), -1)
        x += w + rng.choice([0, 6, 20])
    image[floor:] = rng.uniform(0.3, 0.7)
    return image


def _gradient(rng, width, height, style):
    image = _ramp(width, height, vivid(rng, (0, 0.7), (0.3, 1)), vivid(rng, (0, 0.7), (0.2, 1)))
    return np.ascontiguousarray(image)


def _night(rng, width, height, style):
    image = np.ascontiguousarray(_ramp(width, height, (0.04, 0.05, 0.16), (0.16, 0.2, 0.4)))
    for _ in range(int(rng.integers(20, 120))):
        spot = (int(rng.uniform(0, width)), int(rng.uniform(0, height * 0.7)))
        cv2.circle(image, spot, int(rng.choice([0, 1, 1, 2])), (0.95, 0.95, 0.85), -1)
    if rng.random() < 0.6:
        spot = (int(rng.uniform(0, width)), int(rng.uniform(0, height * 0.4)))
        cv2.circle(image, spot, int(rng.uniform(12, 45)), (0.96, 0.95, 0.8), -1, cv2.LINE_AA)
    _hill(image, rng, rng.uniform(0.6, 0.85), (0.06, 0.12, 0.12), False)
    for _ in range(int(rng.integers(0, 6))):
        _tree(image, rng, rng.uniform(0, width), height * 0.9, rng.uniform(0.2, 0.6) * height, False)
    return image * np.float32(rng.uniform(0.7, 1.3))


def _sea(rng, width, height, style):
    image = _sky(rng, width, height)
    line = int(rng.uniform(0.3, 0.7) * height)
    image[line:] = _ramp(width, height - line, jitter(rng, (0.2, 0.5, 0.75)), jitter(rng, (0.1, 0.3, 0.55)))
    for _ in range(int(rng.integers(5, 60))):
        x, y = int(rng.uniform(0, width)), int(rng.uniform(line, height))
        cv2.ellipse(image, (x, y), (int(rng.uniform(5, 30)), 3), 0, 180, 360, (0.85, 0.93, 1.0), 1, cv2.LINE_AA)
    return image


def _pattern(rng, width, height, style):
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    a, b = vivid(rng, (0.1, 0.8), (0.4, 1)), vivid(rng, (0.1, 0.8), (0.3, 1))
    f, g = rng.uniform(0.03, 0.3, 2)
    kind = rng.integers(4)
    wave = (np.sin(x * f) * np.sin(y * f), np.sin(x * f + y * g), np.sign(np.sin(x * f)) * np.sign(np.sin(y * f)),
            np.sin(12 * np.arctan2(y - height / 2, x - width / 2)))[kind]
    return np.where((wave > rng.uniform(-0.3, 0.7))[..., None], a, b).astype(np.float32)


def _noise(rng, width, height, style):
    field = np.stack([fractal(rng, width, height) for _ in range(3)], 2)
    return np.clip(vivid(rng, (0, 0.6), (0.3, 0.9)) + field * rng.uniform(0.03, 0.15), 0, 1).astype(np.float32)


def _snow(rng, width, height, style):
    image = _sky(rng, width, height)
    for i in range(2):
        _hill(image, rng, rng.uniform(0.4, 0.7) + 0.1 * i, jitter(rng, (0.92, 0.95, 1.0), 0.03), _inked(style, rng))
    for _ in range(int(rng.integers(0, 5))):
        _tree(image, rng, rng.uniform(0, width), rng.uniform(0.6, 0.9) * height, rng.uniform(0.15, 0.5) * height, False)
    for _ in range(int(rng.integers(0, 150))):
        cv2.circle(image, (int(rng.uniform(0, width)), int(rng.uniform(0, height))), int(rng.integers(1, 4)), (1.0, 1.0, 1.0), -1, cv2.LINE_AA)
    return image


def _grained(image, rng):
    """Rendered or brushed surfaces are never flat: low noise in brightness."""
    h, w = image.shape[:2]
    return image * (1 + rng.uniform(0.02, 0.12) * fractal(rng, w, h, 6, 0.8))[..., None]
