"""Bare head: cranium, jaw, muzzle or beak, nose, ears, horns."""
from __future__ import annotations

import numpy as np

from .palette import mix
from .parts import BEAK, BROW, EAR, HAIR, HORN, MUZZLE, NOSE, SKIN, TOOTH, Part, along, on_surface, rotation, solid, taper


def bare_head(genes: dict, kind: str, state: dict) -> list[Part]:
    """Solids of the head without eyes, hair and wear."""
    parts = _skull(genes) + _ears(genes) + _crest(genes, kind)
    if genes['muzzle'] is not None:
        parts += _muzzle(genes, state)
    elif genes['beak'] is not None:
        parts += _beak(genes, state)
    parts += _nose(genes)
    return parts


def _skull(genes):
    """Cranium, jaw and cheek puffs, one group."""
    c, jaw, skin = genes['cranium'], genes['jaw'], genes['skin']
    power = genes['boxy'] or 2.0
    parts = [solid((0, 0, 0), c, skin, SKIN, 1, power=power)]
    if not genes['boxy']:
        depth = 0.82 * c[2]
        parts.append(solid((0, jaw[2], c[2] * 0.14), (jaw[0], jaw[1], depth * 0.9), skin, SKIN, 1))
        if genes['cheeks'] > 0.08:
            r = 0.3 + 0.3 * genes['cheeks']
            for side in (-1, 1):
                parts.append(solid((side * (c[0] * 0.62), -0.38, c[2] * 0.35), (r, r * 0.85, r), skin, SKIN, 1))
    if genes['brow_ridge'] > 0.05:
        parts.append(solid((0, 0.35, c[2] * 0.75), (0.55, 0.14, 0.18 + genes['brow_ridge']), skin, SKIN, 1))
    return parts


def _muzzle(genes, state):
    """Snout: one volume or two puffs, a chin that drops when the mouth opens, buck teeth."""
    w, h, length, y = genes['muzzle']
    front = genes['cranium'][2] * np.sqrt(max(0.1, 1 - (y / genes['cranium'][1]) ** 2))
    color = genes['muzzle_color']
    z = front + length * 0.35 - 0.12
    depth = length * 0.65 + 0.2
    parts = [solid((0, y, z), (w, h, depth), color, MUZZLE, 2)]
    if genes['muzzle_split']:
        parts = [solid((side * w * 0.48, y, z), (w * 0.58, h * 0.85, depth), color, MUZZLE, 2) for side in (-1, 1)]
    drop = 0.1 + 0.22 * state['open']
    parts.append(solid((0, y - h * 0.7 - drop * 0.5, front * 0.8 + length * 0.2), (w * 0.62, h * 0.45, depth * 0.6), color, MUZZLE, 2))
    if genes['buck']:
        ty = y - h * 0.9
        for side in (-1, 1):
            parts.append(solid((side * 0.07, ty, z + depth * 0.72), (0.065, 0.12, 0.05), (1, 1, 0.95), TOOTH, 3, lift=0.1))
    return parts


def _beak(genes, state):
    """Upper and lower beak; the lower one drops with the mouth."""
    w, h, length, y = genes['beak']
    front = genes['cranium'][2] * np.sqrt(max(0.1, 1 - (y / genes['cranium'][1]) ** 2)) - 0.12
    color = genes['beak_color']
    wide = w / max(h, 0.05)
    upper = taper((0, y, front), (0, y - 0.1 * length, front + length), h, h * 0.25, color, BEAK, 4, 6, bend=(0, 0.06, 0))
    gape = 0.04 + 0.28 * state['open']
    lower = taper((0, y - h * 0.6, front), (0, y - h * 0.6 - gape, front + length * 0.8), h * 0.6, h * 0.2,
                  mix(color, np.zeros(3), 0.12), BEAK, 5, 5)
    for part in upper + lower:
        part.radii[0] *= wide  # `along` puts the x radius across the beak
    return upper + lower


def _nose(genes):
    """The nose of a person, the nose pad of an animal, a pig's disc."""
    c, size, kind = genes['cranium'], genes['nose_size'], genes['nose']
    if kind in ('none', 'line'):
        return []
    if kind == 'animal' and genes['muzzle'] is not None:
        w, h, length, y = genes['muzzle']
        tip = c[2] * np.sqrt(max(0.1, 1 - (y / c[1]) ** 2)) + length + 0.02
        return [solid((0, y + h * 0.55, tip), (size * 1.15, size * 0.85, size * 0.7), genes['nose_color'], NOSE, 6, gloss=0.7)]
    if kind == 'pig' and genes['muzzle'] is not None:
        w, h, length, y = genes['muzzle']
        tip = c[2] * 0.9 + length + 0.05
        parts = [solid((0, y + 0.1, tip), (w * 0.75, h * 0.75, 0.1), genes['nose_color'] * 0.5 + genes['skin'] * 0.5, NOSE, 6)]
        dark = mix(genes['skin'], np.zeros(3), 0.55)
        return parts + [solid((s * w * 0.3, y + 0.1, tip + 0.08), (0.07, 0.11, 0.04), dark, NOSE, 7, lift=0.03) for s in (-1, 1)]
    y = genes['nose_y']
    base = c[2] * np.sqrt(max(0.1, 1 - (y / c[1]) ** 2))
    if kind == 'button':
        return [solid((0, y, base + size * 0.3), (size, size * 0.85, size), genes['nose_color'], NOSE, 6)]
    if kind == 'point':
        return taper((0, y + size, base - 0.05), (0, y, base + size * 1.2), size * 0.5, size * 0.3, genes['nose_color'], NOSE, 1, 3)
    return [solid((0, y + size * 0.6, base), (size * 0.7, size * 1.7, size * 0.9), genes['nose_color'], NOSE, 6)]


def _ears(genes):
    """Both ears."""
    kind = genes['ear_kind']
    if kind == 'none':
        return []
    return [part for side in (-1, 1) for part in _EARS[kind](genes, side)]


def _human_ear(genes, side):
    size = 0.24 * genes['ear_size']
    x = genes['cranium'][0] * 0.98
    axes = rotation(side * -25, 0, side * -8)
    return [solid((side * x, -0.1, -0.05), (size * 0.5, size, size * 0.55), genes['skin'], EAR, 10, axes)]


def _elf_ear(genes, side):
    x = genes['cranium'][0] * 0.92
    tip = (side * (x + 0.6 * genes['ear_size']), 0.35 * genes['ear_size'], -0.3)
    return taper((side * x, -0.08, 0), tip, 0.2, 0.03, genes['skin'], EAR, 10, 5, flat=0.5)


def _side_point(genes, angle, side, back=-0.05):
    """Root of an ear `angle` degrees off the vertical."""
    a = np.radians(angle)
    return on_surface(genes['cranium'], (side * np.sin(a), np.cos(a), back))


def _cat_ear(genes, side, length=0.55, width=0.36):
    root = _side_point(genes, genes['ear_angle'] + 5, side)
    size = genes['ear_size']
    tip = root + np.array([side * 0.28, length, -0.06]) * size
    outer = taper(root * 0.86, tip, width * size, 0.05, genes['skin'], EAR, 10, 6, flat=0.4)
    inner = taper(root * 0.9 + [0, 0, 0.13], tip * 0.93 + root * 0.07 + [0, 0, 0.05], width * size * 0.6, 0.03, genes['ear_color_in'],
                  EAR, 11, 5, flat=0.35)
    return outer + inner


def _round_ear(genes, side, r, out):
    root = _side_point(genes, genes['ear_angle'] + 12, side, -0.12)
    r = r * genes['ear_size']
    center = root * (1 + out * r)
    axes = rotation(side * 18)
    return [solid(center, (r, r, r * 0.4), genes['skin'], EAR, 10, axes),
            solid(center + [0, 0, r * 0.22], (r * 0.66, r * 0.66, r * 0.3), genes['ear_color_in'], EAR, 11, axes)]


def _rabbit_ear(genes, side):
    size = genes['ear_size']
    root = _side_point(genes, genes['ear_angle'] * 0.6, side)
    lean = np.sin(genes['seed_lean'] * side + genes['seed_lean'] * 2) if 'seed_lean' in genes else side * 0.3
    tip = root + np.array([lean * 0.5 + side * 0.2, 1.35, -0.25]) * size
    axes = along(tip - root)
    mid = (root + tip) / 2
    half = np.linalg.norm(tip - root) * 0.58
    return [solid(mid, (0.24 * size, half, 0.14), genes['skin'], EAR, 10, axes),
            solid(mid + [0, 0, 0.07], (0.14 * size, half * 0.82, 0.12), genes['ear_color_in'], EAR, 11, axes)]


def _dog_ear(genes, side):
    size = genes['ear_size']
    root = _side_point(genes, 58, side)
    tip = root + np.array([side * 0.3, -0.95 * size, 0.05])
    dark = mix(genes['skin'], np.zeros(3), 0.25)
    axes = along(tip - root)
    return [solid((root + tip) / 2 + [side * 0.08, 0, 0], (0.3 * size, 0.62 * size, 0.16), dark, EAR, 10, axes)]


def _bolt(genes, side):
    x = genes['cranium'][0]
    gray = mix(genes['skin'], np.zeros(3), 0.35)
    return [solid((side * (x + 0.08), 0, 0), (0.14, 0.22, 0.22), gray, EAR, 10, power=4)]


def _squirrel_ear(genes, side):
    return _cat_ear(genes, side, 0.5, 0.22)


def _fin(genes, side):
    x = genes['cranium'][0]
    return [solid((side * (x + 0.2), 0.1, -0.1), (0.35, 0.4 * genes['ear_size'], 0.08), mix(genes['skin'], np.ones(3), 0.3), EAR, 10)]


_EARS = {'human': _human_ear, 'elf': _elf_ear, 'cat': _cat_ear, 'rabbit': _rabbit_ear, 'dog': _dog_ear, 'bolt': _bolt, 'fin': _fin,
         'squirrel': _squirrel_ear, 'mouse': lambda g, s: _round_ear(g, s, 0.52, 0.45), 'bear': lambda g, s: _round_ear(g, s, 0.3, 0.2),
         'monkey': lambda g, s: [solid((s * (g['cranium'][0] + 0.15), 0, -0.05), (0.3, 0.34, 0.14), g['muzzle_color'], EAR, 10)]}


def _crest(genes, kind):
    """Horns, tuft, spikes, antenna, pumpkin stem."""
    parts, top = [], genes['cranium'][1]
    if genes['horns']:
        for side in (-1, 1):
            root = _side_point(genes, 32, side)
            parts += taper(root * 0.92, root + [side * 0.25, 0.5, 0], 0.15, 0.03, (0.9, 0.87, 0.75), HORN, 12, 5, bend=(side * 0.12, 0, 0))
    if genes['tuft']:
        for dx in (-0.16, 0, 0.16):
            parts += taper((dx, top * 0.9, 0.1), (dx * 2.4, top + 0.3, 0.02), 0.12, 0.03, genes['skin'] * 0.9, HAIR, 13, 4)
    if genes['spikes']:
        for i in range(5):
            a = np.radians(15 + 32 * i)
            root = np.array([0, np.cos(a) * top, -np.sin(a) * genes['cranium'][2]])
            parts += taper(root * 0.9, root * 1.32, 0.18, 0.02, genes['marking_color'], HORN, 14, 4)
    if kind == 'robot':
        parts += taper((0, top, 0), (0, top + 0.35, 0), 0.04, 0.04, genes['skin'] * 0.5, HORN, 12, 3)
        parts.append(solid((0, top + 0.42, 0), (0.11,) * 3, genes['hat_color'], HORN, 15, gloss=0.8))
    if kind == 'pumpkin':
        parts += taper((0, top * 0.9, 0), (0.1, top + 0.3, 0), 0.16, 0.1, (0.35, 0.5, 0.2), HORN, 12, 3)
    return parts
