"""Eyes and brows as solids; what is painted on them is in paint.py."""
from __future__ import annotations

import numpy as np

from .parts import BROW, EYE, GLASS, SKIN, Part, looking_at, on_surface, rotation, solid, taper


def eye_anchor(genes: dict, side: int):
    """Surface point of an eye and the outward normal there."""
    c = genes['cranium']
    x, y = side * genes['eye_gap'], genes['eye_y']
    rest = max(0.12, 1 - (x / c[0]) ** 2 - (y / c[1]) ** 2)
    point = np.array([x, y, c[2] * np.sqrt(rest)])
    if genes['boxy']:
        point[2] = c[2] * 0.97
    normal = point / c ** 2
    normal = normal / np.linalg.norm(normal)
    if genes['boxy']:
        normal = np.array([0, 0, 1.0])
    return point, normal


def eyes_and_brows(genes: dict, state: dict) -> list[Part]:
    """Two eyes with their paint instructions, and brows over them."""
    parts = []
    for side in (-1, 1):
        point, normal = eye_anchor(genes, side)
        # Flush eyes look straighter ahead than the surface does, else they hide too early from the side.
        ahead = normal * 0.7 + np.array([0, 0, 0.3 + 0.9 * max(0.0, genes['eye_y'] - 0.3)])
        ahead[1] *= 1 - min(1.0, max(0.0, genes['eye_y'] - 0.2) * 1.5)
        axes = looking_at(ahead) @ rotation(0, 0, -side * genes['eye_tilt'])
        parts += _eye(genes, state, side, point, normal, axes)
        if genes['brows'] or state['brow_over']:
            parts.append(_brow(genes, state, side, point, normal, axes))
    return parts


def _eye(genes, state, side, point, normal, axes):
    """One eye: a protruding ball, a flush disc, a dot or a lamp; maybe on a stalk."""
    r, kind = genes['eye_r'] * state['eye_size'], genes['eye_kind']
    tall = r * genes['eye_tall']
    paint = {'kind': kind, 'side': side, 'state': state, 'genes': genes}
    if kind == 'ball':
        depth = r * (0.35 + genes['eye_out'])
        center = point + normal * (r * genes['eye_out'] - r * 0.25)
        parts = []
        if genes['eye_stalk']:
            center = point + np.array([side * 0.1, genes['eye_stalk'] + 0.5, -0.2])
            parts = taper(point * 0.9 + [0, 0.2, -0.2], center, 0.1, 0.08, genes['skin'], SKIN, 1, 5)
            depth = r
        color = genes['sclera']
        return parts + [solid(center, (r, tall, depth), color, EYE, 20 + side, axes, eye=paint, gloss=0.6, lift=0.02)]
    if kind == 'dot':
        return [solid(point, (r, tall, r * 0.35), (0.06, 0.05, 0.07), EYE, 20 + side, axes, eye=paint, gloss=0.6, lift=0.03)]
    if kind == 'glow':
        power = 5.0 if genes['eye_slit'] == 1.0 and genes['boxy'] else 2.0
        return [solid(point, (r, tall, 0.08), genes['iris_color'], EYE, 20 + side, axes, eye=paint, shine=True, lift=0.04, power=power)]
    return [solid(point - normal * 0.02, (r, tall, 0.1 + 0.15 * r), genes['sclera'], EYE, 20 + side, axes, eye=paint, gloss=0.5, lift=0.05)]


def _brow(genes, state, side, point, normal, axes):
    """A flat bar over the eye, turned by the expression."""
    reach = genes['eye_r'] * genes['eye_tall'] if genes['eye_kind'] != 'dot' else 0.25
    up = reach * state['eye_size'] + genes['brow_lift'] + state['brow_up'] + side * state['brow_skew'] + 0.06
    center = on_surface(genes['cranium'] * 1.01, point + axes[:, 1] * up + [side * 0.02, 0, 0.05])
    if genes['eye_kind'] == 'ball':
        center = center + normal * genes['eye_r'] * genes['eye_out'] * 0.5
    tilt = side * state['brow_tilt'] - side * 4
    turned = axes @ rotation(0, 0, tilt)
    long, thick, color = genes['brow_len'], genes['brow_thick'], genes['brow_color']
    if state['brow_over']:  # drawn to be seen: larger, darker, and over the hair as in anime
        long, thick, color = max(long, 0.26), max(thick, 0.06) * state['brow_weight'], color * 0.6
    lift = max(0.09, state['brow_over'])
    return solid(center, (long, thick, 0.07), color, BROW, 30, turned, lift=lift, gloss=0.0)


def glasses(genes: dict) -> list[Part]:
    """Rims as rings of small beads; dark ones are solid discs."""
    style = genes['glasses']
    if style == 'none':
        return []
    parts, r = [], max(genes['eye_r'] * 1.25, 0.25)
    for side in (-1, 1):
        point, normal = eye_anchor(genes, side)
        center = point + np.array([0, 0, 0.12 + genes['eye_r'] * 0.4])
        if style == 'dark':
            parts.append(solid(center, (r, r * 0.8, 0.05), (0.08, 0.08, 0.1), GLASS, 40, gloss=0.9, power=3.0))
            continue
        bow = looking_at(normal * 0.5 + [0, 0, 0.5])
        for a in np.linspace(0, 2 * np.pi, 25)[:-1]:
            u = np.array([np.cos(a), np.sin(a)])
            if style == 'square':
                u = np.sign(u) * np.abs(u) ** 0.5
            spot = center + bow @ np.array([u[0] * r, u[1] * r, 0])
            parts.append(solid(spot, (0.05,) * 3, genes['glass_color'], GLASS, 40, gloss=0.5, lift=0.05))
        parts.append(solid((side * (genes['cranium'][0] * 0.95), center[1], 0.45), (0.05, 0.05, 0.55), genes['glass_color'], GLASS, 40))
    point, _ = eye_anchor(genes, 1)
    parts.append(solid((0, point[1], point[2] + 0.25), (max(0.05, genes['eye_gap'] - r), 0.045, 0.05), genes['glass_color'], GLASS, 40, lift=0.05))
    return parts
