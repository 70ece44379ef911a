"""Composed frames: characters with bodies on backdrops, with exact boxes, objects, text and occluders."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import cv2
import numpy as np

from . import degrade
from .backdrop import render_backdrop
from .expression import EXPRESSIONS
from .foliage import render_foliage
from .head import Shot, render_character
from .identity import NATURAL_FROM, Identity
from .objects import render_object
from .palette import vivid
from .shade import STYLES

STYLE_ODDS = np.array([0.24, 0.09, 0.17, 0.06, 0.28, 0.09, 0.07])  # in the order of STYLES
IDENTITIES = 40_000
WILD_FROM = 200_000  # from this frame seed on, rendered looks mostly stand in textured nature


@dataclass
class SceneFace:
    """One head of a frame. Boxes (x0, y0, x1, y1) px; `face_box` None = seen from behind; visible 0..1."""

    face_box: Optional[tuple]
    head_box: tuple
    identity_seed: int
    form: int
    style: str
    expression: str
    yaw: float
    pitch: float
    roll: float
    visible: float
    ignore: bool


@dataclass
class Scene:
    """rgb uint8 [H,W,3] and every head in it."""

    rgb: np.ndarray
    faces: list


def render_scene(seed: int, width: int = 640, height: int = 384, styles: tuple = STYLES,
                 backdrop: Optional[np.ndarray] = None) -> Scene:
    """Frame number `seed`. `styles` restricts the drawing styles; `backdrop` uint8 RGB replaces the drawn one."""
    rng = np.random.default_rng([55, seed])
    odds = np.array([STYLE_ODDS[STYLES.index(s)] for s in styles])
    style = str(rng.choice(styles, p=odds / odds.sum()))
    if backdrop is None and seed >= WILD_FROM and style in ('soft3d', 'painterly') and rng.random() < 0.65:
        canvas = (render_foliage(rng, width, height) * 255).astype(np.uint8)
    elif backdrop is None:
        canvas = (render_backdrop(rng, width, height, style) * 255).astype(np.uint8)
    else:
        canvas = cv2.resize(backdrop, (width, height))
    canvas = np.ascontiguousarray(canvas)
    _scatter(canvas, rng, style, int(rng.choice([0, 1, 2, 4, 7], p=[.35, .2, .2, .15, .1])))
    natural = seed % 2 == 1  # half of the frames are peopled from the second range of identities
    owner = np.full((height, width), -1, np.int16)
    placed = [_place(canvas, owner, k, spot, style, natural, rng) for k, spot in enumerate(_layout(rng, width, height))]
    if rng.random() < 0.3:
        _occlude(canvas, owner, rng, style)
    faces = [face for k, item in enumerate(placed) if item for face in [_settle(item, k, owner)] if face]
    if rng.random() < 0.2:
        _write(canvas, rng)
    canvas = degrade.film(degrade.tint(canvas, rng), rng, old=style == 'rubberhose')
    return Scene(canvas, faces)


def _layout(rng, width, height):
    """Face heights and centres, far to near: close-ups, groups, crowds, nobody."""
    plan = str(rng.choice(['close', 'medium', 'wide', 'crowd', 'none'], p=[0.25, 0.32, 0.2, 0.11, 0.12]))
    if plan == 'none':
        return []
    low, high, most = {'close': (100, 330, 2), 'medium': (40, 120, 3), 'wide': (16, 50, 4), 'crowd': (10, 34, 7)}[plan]
    count = int(rng.integers(1, most + 1)) if plan != 'crowd' else int(rng.integers(4, 8))
    slots = rng.permutation(count)
    spots = []
    for k in range(count):
        tall = float(np.exp(rng.uniform(np.log(low), np.log(high))))
        x = (slots[k] + rng.uniform(0.2, 0.8)) / count * width
        spread = 0.25 if plan == 'close' else 0.3
        y = height * (0.48 + rng.uniform(-spread, spread))
        if plan == 'close' and rng.random() < 0.25:
            x, y = rng.uniform(-0.1, 1.1) * width, rng.uniform(-0.05, 1.05) * height
        spots.append((tall, x, y))
    return sorted(spots)


def _place(canvas, owner, k, spot, style, natural, rng):
    """Renders one character into the canvas; returns what is needed to settle its boxes later."""
    tall, x, y = spot
    seed, form = int(rng.integers(IDENTITIES)), int(rng.integers(3))
    seed += NATURAL_FROM if natural else 0
    ident = Identity.from_seed(seed, form=form)
    height, width = owner.shape
    scale = tall / 1.55
    x0, x1 = int(max(0, x - 3.4 * scale)), int(min(width, x + 3.4 * scale))
    y0, y1 = int(max(0, y - 3.6 * scale)), int(min(height, y + 6.5 * scale))
    if x1 - x0 < 8 or y1 - y0 < 8:
        return None
    yaw = rng.normal(0, 32) if rng.random() < 0.86 else rng.uniform(-180, 180)
    pitch, roll = rng.normal(0, 12), rng.normal(0, 9) if rng.random() < 0.92 else rng.normal(0, 45)
    expression = EXPRESSIONS[rng.integers(7)] if rng.random() < 0.75 else 'neutral'
    look = style if rng.random() < 0.93 else str(rng.choice(STYLES[:3] if style != 'soft3d' else ('soft3d', 'painterly')))
    finer = 1.25 if scale > 80 else (1.6 if scale > 30 else 2.5)
    shot = Shot(look, yaw, pitch, roll, expression, rng.random() < 0.93, x1 - x0, y1 - y0, scale, (x - x0, y - y0), finer)
    made = render_character(ident, shot, rng)
    _blend(canvas[y0:y1, x0:x1], made.rgba)
    solid = made.rgba[..., 3] > 110
    owner[y0:y1, x0:x1][solid] = k
    return made, solid, (x0, y0), SceneFace(None, made.head_box, seed, form, look, expression, yaw, pitch, roll, made.visible_face, False)


def _blend(view, rgba):
    alpha = rgba[..., 3:].astype(np.uint16)
    view[:] = ((view * (255 - alpha) + rgba[..., :3] * alpha) // 255).astype(np.uint8)


def _settle(item, k, owner):
    """Boxes in frame px, what is hidden, and whether anyone would argue (ignore)."""
    made, solid, (x0, y0), face = item
    head = _shift(made.head_box, x0, y0)
    if min(head[2] - head[0], head[3] - head[1]) < 5:
        return None
    face.head_box = head
    if made.face_box is None:
        return face
    box = _shift(made.face_box, x0, y0)
    face.face_box = box
    a, b, c, d = (int(round(v)) for v in made.face_box)
    mine = solid[b:d, a:c]
    if mine.sum() < 4:
        return None
    kept = ((owner[y0:, x0:][b:d, a:c][:mine.shape[0], :mine.shape[1]] == k) & mine).sum() / mine.sum()
    face.visible *= float(kept)
    if kept < 0.12:
        return None
    small = box[3] - box[1] < 9 or box[2] - box[0] < 6
    shape = (box[2] - box[0]) / max(1e-3, box[3] - box[1])
    face.ignore = bool(small or kept < 0.4 or made.visible_face < 0.3 or not 0.3 < shape < 3.2)
    return face


def _shift(box, dx, dy):
    return (float(box[0] + dx), float(box[1] + dy), float(box[2] + dx), float(box[3] + dy))


def _paste(canvas, rgba, x, y, owner=None):
    """Blends at (x, y); marks the pixels in `owner` as nobody's."""
    h, w = canvas.shape[:2]
    a, b, c, d = max(0, x), max(0, y), min(w, x + rgba.shape[1]), min(h, y + rgba.shape[0])
    if a >= c or b >= d:
        return
    part = rgba[b - y:d - y, a - x:c - x]
    _blend(canvas[b:d, a:c], part)
    if owner is not None:
        owner[b:d, a:c][part[..., 3] > 110] = -2


def _scatter(canvas, rng, style, count):
    """Hard negatives behind the characters."""
    h, w = canvas.shape[:2]
    for _ in range(count):
        size = int(np.exp(rng.uniform(np.log(14), np.log(170))))
        _paste(canvas, render_object(int(rng.integers(1 << 30)), size, style), int(rng.uniform(-0.1, 1) * w), int(rng.uniform(-0.1, 1) * h))


def _occlude(canvas, owner, rng, style):
    """Objects, bars or leaves in front."""
    h, w = owner.shape
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(1, 4))):
            size = int(rng.uniform(20, 110))
            _paste(canvas, render_object(int(rng.integers(1 << 30)), size, style), int(rng.uniform(0, w)), int(rng.uniform(0.2, 1) * h), owner)
        return
    x, y, r = rng.uniform(0, w), rng.choice([0.0, h]), rng.uniform(20, 90)
    color = tuple(int(255 * c) for c in vivid(rng, (0.2, 0.8), (0.2, 0.8)))
    for _ in range(8):
        center = (int(x + rng.normal(0, r)), int(y + rng.normal(0, r * 0.6)))
        size = int(r * rng.uniform(0.3, 0.7))
        cv2.circle(canvas, center, size, color, -1, cv2.LINE_AA)
        cv2.circle(owner, center, size, -2, -1)


def _write(canvas, rng):
    """Subtitles, a title or a speech balloon (thin enough not to hide a face from the count)."""
    h, w = canvas.shape[:2]
    text = ''.join(chr(int(c)) for c in rng.choice(list(range(97, 123)) + [32] * 5, int(rng.integers(4, 30))))
    scale = rng.uniform(0.4, 1.1)
    x, y = int(rng.uniform(0, 0.5) * w), int(rng.choice([0.08, 0.95]) * h)
    if rng.random() < 0.4:
        (tw, th), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 2)
        cv2.ellipse(canvas, (x + tw // 2, y - th // 2), (tw // 2 + 12, th + 8), 0, 0, 360, (255, 255, 255), -1, cv2.LINE_AA)
        cv2.ellipse(canvas, (x + tw // 2, y - th // 2), (tw // 2 + 12, th + 8), 0, 0, 360, (20, 20, 20), 2, cv2.LINE_AA)
        cv2.putText(canvas, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, (20, 20, 20), 2, cv2.LINE_AA)
        return
    cv2.putText(canvas, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, (10, 10, 10), 4, cv2.LINE_AA)
    cv2.putText(canvas, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, (250, 250, 240), 2, cv2.LINE_AA)
