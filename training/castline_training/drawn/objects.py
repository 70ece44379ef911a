"""Things that are not characters: the "this is just a ball" class. RGBA uint8 pictures drawn with OpenCV."""
from __future__ import annotations

import cv2
import numpy as np

from .palette import mix, vivid

FINE = 2  # drawn at this multiple, then reduced


class Sheet:
    """A square RGBA canvas in unit coordinates (-1..1, y down)."""

    def __init__(self, size: int):
        self.size = size * FINE
        self.rgba = np.zeros((self.size, self.size, 4), np.uint8)

    def px(self, x, y):
        return int((x * 0.5 + 0.5) * self.size), int((y * 0.5 + 0.5) * self.size)

    def length(self, r):
        return max(1, int(r * 0.5 * self.size))

    def color(self, rgb):
        return (*(int(255 * min(1, max(0, c))) for c in rgb), 255)

    def disc(self, x, y, r, rgb, ry=None, angle=0, line=-1.0):
        width = -1 if line < 0 else self.length(line)
        axes = (self.length(r), self.length(ry if ry is not None else r))
        cv2.ellipse(self.rgba, self.px(x, y), axes, angle, 0, 360, self.color(rgb), width, cv2.LINE_AA)

    def arc(self, x, y, r, a0, a1, rgb, line=0.05, ry=None):
        axes = (self.length(r), self.length(ry if ry is not None else r))
        cv2.ellipse(self.rgba, self.px(x, y), axes, 0, a0, a1, self.color(rgb), self.length(line), cv2.LINE_AA)

    def poly(self, points, rgb):
        cv2.fillPoly(self.rgba, [np.array([self.px(*p) for p in points])], self.color(rgb), cv2.LINE_AA)

    def bar(self, a, b, rgb, line=0.06):
        cv2.line(self.rgba, self.px(*a), self.px(*b), self.color(rgb), self.length(line), cv2.LINE_AA)

    def box(self, x0, y0, x1, y1, rgb):
        cv2.rectangle(self.rgba, self.px(x0, y0), self.px(x1, y1), self.color(rgb), -1)


def _ring(n, r, phase=0.0):
    a = np.linspace(0, 2 * np.pi, n + 1)[:-1] + phase
    return np.stack([r * np.cos(a), r * np.sin(a)], 1)


def _ball(s, rng, a, b):
    s.disc(0, 0, 0.85, a)
    kind = rng.integers(5)
    if kind == 0:
        s.arc(0, 0, 0.85, 0, 360, b, 0.06)
        s.bar((-0.85, 0), (0.85, 0), b)
        s.arc(-1.0, 0, 0.8, -50, 50, b)
        s.arc(1.0, 0, 0.8, 130, 230, b)
    elif kind == 1:
        for x, y in np.vstack([[[0, 0]], _ring(5, 0.68)]):
            s.poly(_ring(5, 0.24, rng.uniform(0, 1)) + [x, y], b)
    elif kind == 2:
        s.disc(0, 0, 0.85, b, 0.3)
    elif kind == 3:
        for x, y in rng.uniform(-0.55, 0.55, (7, 2)):
            s.disc(x, y, 0.14, b)
    else:
        s.disc(0, 0, 0.4, b)


def _clock(s, rng, a, b):
    s.disc(0, 0, 0.88, a)
    s.disc(0, 0, 0.74, (0.97, 0.96, 0.92))
    for x, y in _ring(12, 0.62):
        s.disc(x, y, 0.045, (0.1, 0.1, 0.1))
    for r in (0.35, 0.55):
        t = rng.uniform(0, 6.28)
        s.bar((0, 0), (r * np.cos(t), r * np.sin(t)), (0.1, 0.1, 0.1), 0.07)


def _wheel(s, rng, a, b):
    s.disc(0, 0, 0.88, (0.12, 0.12, 0.13))
    s.disc(0, 0, 0.62, mix(b, np.ones(3), 0.5))
    for x, y in _ring(int(rng.integers(4, 9)), 0.6, rng.uniform(0, 1)):
        s.bar((0, 0), (x, y), a, 0.08)
    s.disc(0, 0, 0.18, a)


def _two_discs(s, rng, a, b):
    """Headlights, loudspeakers, sockets: two round things side by side on a plate."""
    s.box(-0.9, -0.5, 0.9, 0.6, a)
    for x in (-0.42, 0.42):
        s.disc(x, 0, 0.34, b)
        s.disc(x, 0, 0.24, mix(b, np.ones(3), rng.uniform(0, 0.8)))
        if rng.random() < 0.5:
            s.disc(x, 0, 0.1, mix(b, np.zeros(3), 0.7))


def _fruit(s, rng, a, b):
    color = np.array([(0.9, 0.15, 0.12), (0.98, 0.6, 0.1), (0.55, 0.75, 0.2), (0.6, 0.2, 0.5), (0.98, 0.85, 0.3)][rng.integers(5)])
    s.disc(0, 0.1, 0.75, color, rng.uniform(0.6, 0.8))
    s.bar((0, -0.5), (0.1, -0.85), (0.35, 0.22, 0.1), 0.08)
    s.disc(0.3, -0.7, 0.25, (0.25, 0.6, 0.2), 0.12, -20)
    if rng.random() < 0.4:
        for x, y in rng.uniform(-0.45, 0.45, (9, 2)):
            s.disc(x, y + 0.1, 0.035, mix(color, np.zeros(3), 0.4))


def _lamp(s, rng, a, b):
    s.poly([(-0.35, -0.8), (0.35, -0.8), (0.7, 0.0), (-0.7, 0.0)], a)
    s.bar((0, 0), (0, 0.75), b, 0.12)
    s.disc(0, 0.8, 0.4, b, 0.1)


def _moon(s, rng, a, b):
    color = (0.98, 0.95, 0.75)
    s.disc(0, 0, 0.8, color)
    for x, y in rng.uniform(-0.5, 0.5, (int(rng.integers(2, 7)), 2)):
        s.disc(x, y, rng.uniform(0.06, 0.2), mix(color, np.zeros(3), 0.12))


def _sun(s, rng, a, b):
    for x, y in _ring(int(rng.integers(8, 15)), 0.92):
        s.bar((0, 0), (x, y), (1, 0.75, 0.2), 0.1)
    s.disc(0, 0, 0.6, (1, 0.85, 0.25))


def _button(s, rng, a, b):
    s.disc(0, 0, 0.85, a)
    s.disc(0, 0, 0.65, mix(a, np.zeros(3), 0.15))
    for x, y in _ring(int(rng.choice([2, 4])), 0.22, 0.78):
        s.disc(x, y, 0.1, mix(a, np.zeros(3), 0.75))


def _cup(s, rng, a, b):
    s.arc(0.55, 0.05, 0.3, -90, 90, a, 0.12)
    s.poly([(-0.6, -0.5), (0.6, -0.5), (0.45, 0.75), (-0.45, 0.75)], a)
    s.disc(0, -0.5, 0.6, mix(a, np.zeros(3), 0.4), 0.14)
    s.box(-0.52, 0.0, 0.52, 0.18, b)


def _target(s, rng, a, b):
    for i, r in enumerate(np.linspace(0.88, 0.15, int(rng.integers(3, 7)))):
        s.disc(0, 0, r, a if i % 2 else b)


def _sign(s, rng, a, b):
    s.bar((0, 0.2), (0, 0.95), mix(a, np.zeros(3), 0.5), 0.12)
    s.box(-0.85, -0.7, 0.85, 0.3, a)
    word = ''.join(chr(int(c)) for c in rng.integers(65, 91, int(rng.integers(2, 5))))
    cv2.putText(s.rgba, word, s.px(-0.7, 0.0), cv2.FONT_HERSHEY_SIMPLEX, s.size / 110, s.color(b), max(1, s.size // 40), cv2.LINE_AA)


def _flower(s, rng, a, b):
    s.bar((0, 0.2), (0, 1.0), (0.2, 0.55, 0.2), 0.08)
    for x, y in _ring(int(rng.integers(5, 9)), 0.42):
        s.disc(x, y - 0.2, 0.27, a)
    s.disc(0, -0.2, 0.25, b)


def _balloon(s, rng, a, b):
    s.bar((0, 0.5), (0.1, 1.0), (0.3, 0.3, 0.3), 0.03)
    s.disc(0, -0.2, 0.6, a, 0.72)
    s.disc(-0.22, -0.5, 0.12, mix(a, np.ones(3), 0.7), 0.18, 20)


def _window(s, rng, a, b):
    s.box(-0.75, -0.85, 0.75, 0.85, a)
    pane = (0.65, 0.85, 0.98) if rng.random() < 0.6 else (0.99, 0.9, 0.5)
    for x in (-0.34, 0.34):
        for y in (-0.4, 0.4):
            s.box(x - 0.28, y - 0.34, x + 0.28, y + 0.34, pane)


def _knothole(s, rng, a, b):
    wood = np.array([0.5, 0.33, 0.2])
    s.box(-0.9, -0.95, 0.9, 0.95, wood)
    for r in (0.7, 0.55, 0.4):
        s.disc(0, 0, r * 0.7, mix(wood, np.zeros(3), 0.25), r, line=0.04)
    s.disc(0, 0, 0.2, mix(wood, np.zeros(3), 0.7), 0.3)


def _gear(s, rng, a, b):
    for x, y in _ring(10, 0.8):
        s.disc(x, y, 0.15, a)
    s.disc(0, 0, 0.76, a)
    s.disc(0, 0, 0.3, b)


def _egg(s, rng, a, b):
    s.disc(0, 0, 0.62, a, 0.85)
    for y in (-0.4, 0.0, 0.4):
        s.bar((-0.5, y), (0.5, y), b, 0.1)
    s.disc(0, 0, 0.66, (0, 0, 0), 0.9, line=0.03)


def _bottle(s, rng, a, b):
    s.box(-0.16, -0.9, 0.16, -0.3, a)
    s.disc(0, 0.3, 0.42, a, 0.6)
    s.box(-0.38, 0.1, 0.38, 0.5, b)


def _hand(s, rng, a, b):
    skin = np.array([0.95, 0.75, 0.6]) if rng.random() < 0.6 else a
    s.disc(0, 0.25, 0.42, skin)
    for x, y in zip((-0.5, -0.25, 0.05, 0.35), (-0.1, -0.5, -0.55, -0.4)):
        s.bar((x * 0.4, 0.2), (x, y), skin, 0.24)


_DRAWERS = (_ball, _ball, _clock, _wheel, _two_discs, _two_discs, _fruit, _lamp, _moon, _sun, _button, _cup, _target, _sign, _flower,
            _balloon, _window, _knothole, _gear, _egg, _bottle, _hand)


def render_object(seed: int, size: int = 128, style: str = 'cel') -> np.ndarray:
    """A non-character, RGBA uint8 [size, size, 4]."""
    rng = np.random.default_rng([91, seed])
    sheet = Sheet(size)
    _DRAWERS[rng.integers(len(_DRAWERS))](sheet, rng, vivid(rng), vivid(rng, (0, 0.9), (0.1, 1)))
    image = sheet.rgba.astype(np.float32) / 255
    if style in ('soft3d', 'painterly'):
        image[..., :3] *= _roundness(image[..., 3], rng)[..., None]
    elif style != 'flat':
        image = _contour(image, size)
    if style in ('screentone', 'rubberhose'):
        image[..., :3] = image[..., :3].mean(2, keepdims=True)
    image = _turned(image, rng.normal(0, 15))
    image[..., :3] *= image[..., 3:]
    small = cv2.resize(image, (size, size), interpolation=cv2.INTER_AREA)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-3)
    return (np.clip(small, 0, 1) * 255 + 0.5).astype(np.uint8)


def _roundness(alpha, rng):
    """Light factor of a pillow over the silhouette."""
    h = cv2.GaussianBlur((alpha > 0.5).astype(np.float32), (0, 0), alpha.shape[0] / 9)
    gx, gy = cv2.Sobel(h, -1, 1, 0), cv2.Sobel(h, -1, 0, 1)
    k = alpha.shape[0] / 5
    return np.clip(0.78 + k * (gx * rng.uniform(-0.5, 0.5) + gy * 0.4), 0.35, 1.25)


def _contour(image, size):
    """Adds an outer ink line."""
    solid = (image[..., 3] > 0.5).astype(np.uint8)
    k = max(2, size // 32)
    edge = cv2.morphologyEx(solid, cv2.MORPH_GRADIENT, np.ones((k, k), np.uint8)) > 0
    image[edge] = (0.05, 0.05, 0.06, 1)
    return image


def _turned(image, degrees):
    h, w = image.shape[:2]
    return cv2.warpAffine(image, cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 0.95), (w, h))
