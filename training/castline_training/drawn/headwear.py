"""Hats, helmets, hoods and masks."""
from __future__ import annotations

import numpy as np

from .parts import HAT, Part, rotation, solid, taper
from .palette import mix


def headwear(genes: dict) -> list[Part]:
    """The hat (if any) and the mask (if any)."""
    hat = _HATS.get(genes['hat'])
    return (hat(genes, genes['cranium'], genes['hat_color'], genes['hat_trim']) if hat else []) + _mask(genes)


def _above(y0):
    return lambda x, y, z: y > y0


def _dome(c, color, y0, v=1.16, group=60):
    return solid((0, 0.08, -0.03), c * np.array([v, v, v]), color, HAT, group, keep=_above(y0), gloss=0.2)


def _cap(genes, c, color, trim):
    front = -1 if genes['fringe_seed'] % 5 == 0 else 1
    brim = solid((0, 0.42, front * c[2] * 1.05), (c[0] * 0.8, 0.07, 0.7), trim, HAT, 61, rotation(0, front * -8))
    return [_dome(c, color, 0.36), brim, solid((0, c[1] * 1.24, 0), (0.1, 0.06, 0.1), trim, HAT, 61)]


def _witch(genes, c, color, trim):
    lean = (genes['fringe_seed'] % 9 - 4) * 0.1
    cone = taper((0, 0.55, -0.05), (lean, 2.3, -0.35), c[0] * 0.95, 0.08, color, HAT, 60, 8, bend=(-lean * 0.6, 0, 0))
    return cone + [solid((0, 0.55, 0), (c[0] * 1.85, 0.09, c[2] * 1.75), color, HAT, 61),
                   solid((0, 0.68, 0), (c[0] * 1.04, 0.14, c[2] * 1.06), trim, HAT, 62)]


def _top(genes, c, color, trim):
    return [solid((0, 1.15, -0.05), (c[0] * 0.8, 0.62, c[2] * 0.8), color, HAT, 60, power=4.5),
            solid((0, 0.6, 0), (c[0] * 1.3, 0.08, c[2] * 1.25), color, HAT, 61),
            solid((0, 0.76, 0), (c[0] * 0.86, 0.14, c[2] * 0.86), trim, HAT, 62, power=4.5)]


def _beanie(genes, c, color, trim):
    return [_dome(c, color, 0.4, 1.17), solid((0, 0.42, -0.03), (c[0] * 1.14, 0.17, c[2] * 1.14), trim, HAT, 61),
            solid((0, c[1] * 1.3, -0.05), (0.22,) * 3, trim, HAT, 62)]


def _helmet(genes, c, color, trim):
    def keep(x, y, z):
        return (y > 0.38) | (z < 0.1) | (np.abs(x) > c[0] * 0.95)
    parts = [solid((0, 0.03, -0.03), c * 1.22, color, HAT, 60, keep=lambda x, y, z: keep(x, y, z) & (y > -0.6), gloss=0.8)]
    if genes['fringe_seed'] % 2:
        parts.append(solid((0, 0.62, 0.0), (0.09, 0.75, c[2] * 1.3), trim, HAT, 61))
    return parts


def _crown(genes, c, color, trim):
    gold = np.array([0.98, 0.8, 0.2])
    ring = [solid((0, 0.72, 0), (c[0] * 0.86, 0.16, c[2] * 0.86), gold, HAT, 60, power=2.6, gloss=0.8)]
    for a in np.linspace(0, 2 * np.pi, 8)[:-1]:
        x, z = np.sin(a) * c[0] * 0.8, np.cos(a) * c[2] * 0.8
        ring += taper((x, 0.78, z), (x * 1.08, 1.2, z * 1.08), 0.15, 0.03, gold, HAT, 60, 3, gloss=0.8)
    return ring


def _brim(genes, c, color, trim):
    return [_dome(c, color, 0.42, 1.1), solid((0, 0.46, 0), (c[0] * 1.6, 0.07, c[2] * 1.6), color, HAT, 61),
            solid((0, 0.56, -0.01), (c[0] * 1.08, 0.1, c[2] * 1.08), trim, HAT, 62)]


def _hood(genes, c, color, trim):
    def keep(x, y, z):
        return ~((z > 0.2) & (np.abs(x) < c[0] * (0.92 - 0.25 * np.abs(y))) & (y < 0.6) & (y > -0.98))
    return [solid((0, -0.03, -0.1), c * np.array([1.24, 1.28, 1.2]), color, HAT, 60, keep=keep),
            solid((0, -1.05, -0.05), (0.95, 0.3, 0.8), color, HAT, 60)]


def _band(genes, c, color, trim):
    return [solid((0, 0.48, 0), (c[0] * 1.1, 0.11, c[2] * 1.1), color, HAT, 60)]


def _cook(genes, c, color, trim):
    white = np.array([0.97, 0.97, 0.95])
    puff = [solid((0.4 * np.sin(a), 1.3, 0.4 * np.cos(a)), (0.52, 0.42, 0.52), white, HAT, 61) for a in np.linspace(0, 6.28, 6)[:-1]]
    return [solid((0, 0.82, 0), (c[0] * 0.8, 0.34, c[2] * 0.8), white, HAT, 60, power=4)] + puff


_HATS = {'cap': _cap, 'witch': _witch, 'top': _top, 'beanie': _beanie, 'helmet': _helmet, 'crown': _crown, 'brim': _brim,
         'hood': _hood, 'band': _band, 'cook': _cook}


def _mask(genes):
    """Masks that leave eyes free: the shell is cut where the eyes are."""
    style, c, color = genes['mask'], genes['cranium'], genes['mask_color']
    gap, ey, r = genes['eye_gap'], genes['eye_y'], genes['eye_r'] * 1.1

    def free(x, y, z):
        return (((np.abs(x) - gap) / r) ** 2 + ((y - ey) / (r * genes['eye_tall'])) ** 2) > 1
    if style == 'domino':
        return [solid((0, 0, 0.02), c * 1.05, color, HAT, 63, keep=lambda x, y, z: free(x, y, z) & (np.abs(y - ey) < r * 1.7) & (z > 0))]
    if style == 'full':
        return [solid((0, -0.05, 0.04), c * np.array([1.05, 1.12, 1.06]), color, HAT, 63, keep=lambda x, y, z: free(x, y, z) & (z > 0.1))]
    if style == 'mouth':
        return [solid((0, -0.1, 0.03), c * np.array([1.06, 1.08, 1.08]), color, HAT, 63, keep=lambda x, y, z: (y < -0.28 + 0.1 * np.abs(x)) & (z > 0))]
    if style == 'cowl':
        return [solid((0, 0.02, 0), c * 1.08, color, HAT, 63, keep=lambda x, y, z: free(x, y, z) & (y > genes['nose_y'] - 0.05 + 0.1 * np.abs(x)))]
    if style == 'visor':
        return [solid((0, ey, 0.1), (c[0] * 1.04, r * 1.15, c[2] * 1.08), mix(color, np.zeros(3), 0.4), HAT, 63, gloss=0.9,
                      keep=lambda x, y, z: z > 0.1)]
    return []
