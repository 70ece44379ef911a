"""Hair as shells with a face opening, and as volumes: locks, tails, buns, curls."""
from __future__ import annotations

import numpy as np

from .parts import HAIR, HAT, Part, on_surface, rotation, solid, taper


def fringe_line(style: str, y0: float, seed: int):
    """Function x -> lowest y that the fringe leaves free, head units."""
    rng = np.random.default_rng(seed)
    freq, phase, amp = rng.uniform(5, 11), rng.uniform(0, 6), rng.uniform(0.1, 0.28)
    part_x = rng.uniform(-0.5, 0.5)
    if style == 'straight':
        return lambda x: y0 - 0.05 + 0 * x
    if style == 'zigzag':
        return lambda x: y0 + amp * (np.abs(((x * freq + phase) / np.pi) % 2 - 1) - 0.7)
    if style == 'part':
        return lambda x: y0 + 0.3 - 0.55 * np.abs(x - part_x)
    if style == 'swept':
        lean = rng.choice([-1, 1]) * rng.uniform(0.2, 0.45)
        return lambda x: y0 + 0.05 + lean * x + 0.08 * np.sin(x * freq)
    if style == 'm':
        return lambda x: y0 + 0.12 - 0.3 * np.exp(-(x / 0.2) ** 2) + 0.1 * np.abs(x)
    return lambda x: y0 + 0.32 - 0.25 * x * x


def opening(genes: dict, wide: float = 0.86):
    """Keep function of a hair shell: everything but the face."""
    line = fringe_line(genes['fringe'], genes['fringe_y'], genes['fringe_seed'])
    cx = genes['cranium'][0]
    burn = -0.15 - 0.3 * (genes['fringe_seed'] % 7) / 7.0

    def keep(x, y, z):
        side = (np.abs(x) > cx * wide) & (y > burn)
        behind = z < 0.05 + 0.25 * np.clip(y, -0.4, 0.5)
        return (y > line(x)) | (behind & (y > -0.75)) | (side & (z < 0.45))
    return keep


def hair(genes: dict) -> list[Part]:
    """All hair of a person-like head."""
    if genes['hair'] == 'none':
        return _beard(genes)
    parts = {'cap': _cap, 'spiky': _spiky, 'curly': _curly, 'afro': _afro, 'mohawk': _mohawk}[genes['hair']](genes)
    return parts + _back(genes) + _extra(genes) + _beard(genes)


def _cap(genes, vol=None):
    c, color = genes['cranium'], genes['hair_color']
    v = vol or genes['hair_vol']
    radii = c * np.array([v, v * 1.02, v])
    return [solid((0, 0.04, -0.04), radii, color, HAIR, 50, keep=opening(genes), gloss=0.3)]


def _spiky(genes):
    rng = np.random.default_rng(genes['fringe_seed'])
    parts = _cap(genes)
    for _ in range(int(rng.integers(7, 14))):
        a, b = rng.uniform(-1.9, 1.9), rng.uniform(-0.9, 0.9)
        d = np.array([np.sin(a), np.cos(a) + 0.25, np.sin(b) - 0.3])
        root = on_surface(genes['cranium'], d)
        tip = root * rng.uniform(1.35, 1.75) + [0, rng.uniform(-0.1, 0.3), 0]
        parts += taper(root * 0.85, tip, rng.uniform(0.24, 0.36), 0.03, genes['hair_color'], HAIR, 50, 5, gloss=0.3)
    return parts


def _curly(genes):
    rng = np.random.default_rng(genes['fringe_seed'])
    parts = _cap(genes, 1.04)
    for _ in range(22):
        a, b = rng.uniform(-2.1, 2.1), rng.uniform(-1, 1)
        d = np.array([np.sin(a), np.cos(a) + 0.2, b - 0.45])
        r = rng.uniform(0.2, 0.32)
        parts.append(solid(on_surface(genes['cranium'] * 1.02, d), (r, r, r), genes['hair_color'], HAIR, 50 + int(rng.integers(3)), gloss=0.2))
    return parts


def _afro(genes):
    return [solid((0, 0.25, -0.12), genes['cranium'] * np.array([1.35, 1.3, 1.3]), genes['hair_color'], HAIR, 50,
                  keep=opening(genes, 1.0), gloss=0.05)]


def _mohawk(genes):
    parts = []
    for i in range(7):
        a = np.radians(-35 + 26 * i)
        root = np.array([0, np.cos(a) * genes['cranium'][1], -np.sin(a) * genes['cranium'][2]])
        parts += taper(root * 0.9, root * 1.45, 0.16, 0.05, genes['hair_color'], HAIR, 50, 4)
    return parts


def _back(genes):
    """What hangs behind or beside the head."""
    color, c, style = genes['hair_color'], genes['cranium'], genes['back']
    if style == 'bob':
        return [solid((0, -0.35, -0.3), (c[0] * 1.15, 0.75, 0.8), color, HAIR, 50, gloss=0.3)]
    if style == 'long':
        return [solid((0, -0.3, -0.35), (c[0] * 1.12, 0.8, 0.75), color, HAIR, 50, gloss=0.3),
                solid((0, -1.2, -0.55), (c[0] * 1.02, 1.15, 0.42), color, HAIR, 50, gloss=0.3)]
    if style == 'ponytail':
        return taper((0, 0.5, -0.9), (0, -1.0, -1.5), 0.32, 0.1, color, HAIR, 51, 7, bend=(0, 0.45, -0.3))
    if style in ('pigtails', 'braids'):
        r0, r1 = (0.3, 0.1) if style == 'pigtails' else (0.17, 0.14)
        return [p for s in (-1, 1) for p in taper((s * c[0], 0.1, -0.25), (s * (c[0] + 0.45), -1.15, -0.15), r0, r1, color, HAIR, 51,
                                                  7, bend=(s * 0.3, 0.1, 0))]
    if style == 'bun':
        return [solid((0, c[1] * 1.12, -0.3), (0.4, 0.36, 0.4), color, HAIR, 51)]
    if style == 'buns':
        return [solid((s * 0.75, c[1] * 0.88, -0.1), (0.34, 0.32, 0.34), color, HAIR, 51) for s in (-1, 1)]
    return []


def _extra(genes):
    """Small things that make hair a person's own."""
    color, c, what = genes['hair_color'], genes['cranium'], genes['extra']
    if what == 'ahoge':
        return taper((0, c[1] * 1.05, 0.1), (0.25, c[1] + 0.55, 0.2), 0.07, 0.02, color, HAIR, 51, 6, bend=(-0.2, 0, 0))
    if what == 'quiff':
        return taper((0, c[1] * 0.85, 0.45), (0.1, c[1] * 1.15, 1.0), 0.35, 0.12, color, HAIR, 51, 5, bend=(0, 0.1, 0))
    if what == 'sidelocks':
        return [p for s in (-1, 1) for p in taper((s * c[0] * 0.98, 0.3, 0.3), (s * c[0] * 0.9, -0.85, 0.4), 0.16, 0.05, color, HAIR, 51, 6)]
    trim = genes['hat_trim']
    if what == 'bow':
        return [solid((0.3 + s * 0.24, c[1] * 1.05, 0.2), (0.24, 0.17, 0.1), trim, HAT, 52, rotation(0, 0, s * 18)) for s in (-1, 1)]
    if what == 'flower':
        return [solid((0.75 + 0.13 * np.cos(a), 0.62 + 0.13 * np.sin(a), 0.62), (0.1, 0.1, 0.06), trim, HAT, 52, lift=0.1)
                for a in np.linspace(0, 6.28, 6)[:-1]]
    return []


def _beard(genes):
    if not genes['beard']:
        return []
    jaw = genes['jaw']
    top = genes['mouth_y'] + 0.02
    return [solid((0, jaw[2] - 0.05, 0.1), (jaw[0] * 1.12, jaw[1] * 1.15, genes['cranium'][2] * 0.95), genes['hair_color'], HAIR, 53,
                  keep=lambda x, y, z: (y < top + 0.5 * np.abs(x)) & (z > -0.3), gloss=0.1)]
