"""Colours: skins, hair, fur, clothes. RGB 0..1 arrays."""
from __future__ import annotations

import colorsys

import numpy as np

SKINS = [(255, 224, 196), (250, 206, 170), (238, 184, 140), (222, 160, 112), (196, 132, 88), (160, 104, 66),
         (122, 78, 50), (92, 58, 40), (255, 236, 222), (246, 214, 186), (255, 214, 120), (255, 205, 178)]
HAIRS = [(40, 32, 34), (70, 46, 34), (110, 70, 40), (150, 98, 52), (200, 150, 80), (240, 206, 120), (196, 78, 38),
         (232, 116, 48), (120, 120, 128), (226, 226, 230), (28, 30, 52), (92, 34, 38)]
FURS = [(190, 186, 182), (150, 146, 146), (120, 96, 78), (168, 122, 80), (206, 150, 92), (196, 96, 48), (232, 140, 60),
        (238, 224, 200), (246, 244, 240), (96, 72, 58), (64, 60, 64), (226, 186, 130), (132, 152, 172), (210, 176, 160)]


def rgb(values) -> np.ndarray:
    """0..255 triple to 0..1 array."""
    return np.asarray(values, float) / 255.0


def vivid(rng, saturation=(0.35, 0.9), value=(0.45, 1.0)) -> np.ndarray:
    """A colour of any hue."""
    return np.array(colorsys.hsv_to_rgb(rng.random(), rng.uniform(*saturation), rng.uniform(*value)))


def jitter(rng, color, amount=0.05) -> np.ndarray:
    """A neighbour of a colour."""
    return np.clip(np.asarray(color) + rng.normal(0, amount, 3), 0.02, 1)


def mix(a, b, t) -> np.ndarray:
    """Between two colours."""
    return np.asarray(a) * (1 - t) + np.asarray(b) * t


def cloth(rng) -> np.ndarray:
    """A clothes colour: vivid, pastel, dark or neutral."""
    pick = rng.random()
    if pick < 0.5:
        return vivid(rng)
    if pick < 0.7:
        return vivid(rng, (0.1, 0.35), (0.75, 1.0))
    if pick < 0.85:
        return vivid(rng, (0.2, 0.7), (0.12, 0.4))
    return np.repeat(rng.uniform(0.1, 1.0), 3)


def skin_of(rng, kind: str) -> np.ndarray:
    """Base colour of the face for a kind."""
    if kind in ('human', 'anime', 'chibi', 'masked'):
        if rng.random() < 0.06:
            return vivid(rng, (0.2, 0.6), (0.6, 0.95))
        return jitter(rng, rgb(SKINS[rng.integers(len(SKINS))]), 0.02)
    if kind == 'robot':
        return np.repeat(rng.uniform(0.45, 0.9), 3) if rng.random() < 0.5 else vivid(rng, (0.2, 0.8), (0.5, 0.95))
    if kind in ('blob', 'creature', 'mascot', 'frog'):
        return vivid(rng, (0.25, 0.85), (0.5, 1.0))
    if kind == 'ghost':
        return mix(np.ones(3), vivid(rng), rng.uniform(0, 0.2))
    if kind == 'pumpkin':
        return jitter(rng, (0.95, 0.5, 0.12), 0.06)
    if kind == 'pig':
        return jitter(rng, (0.96, 0.68, 0.68), 0.05)
    if kind in ('bird', 'duck', 'owl') and rng.random() < 0.6:
        return vivid(rng, (0.2, 0.85), (0.5, 1.0))
    if rng.random() < 0.15:
        return vivid(rng, (0.2, 0.6), (0.5, 1.0))
    return jitter(rng, rgb(FURS[rng.integers(len(FURS))]), 0.04)


def hair_of(rng, kind: str) -> np.ndarray:
    """Hair colour; anime people may have any hue."""
    if rng.random() < (0.5 if kind == 'anime' else 0.12):
        return vivid(rng, (0.3, 0.85), (0.35, 1.0))
    return jitter(rng, rgb(HAIRS[rng.integers(len(HAIRS))]), 0.03)


def ink_of(rng, skin) -> np.ndarray:
    """Line colour: black, brownish or a dark tone of the skin."""
    pick = rng.random()
    if pick < 0.6:
        return np.full(3, rng.uniform(0.0, 0.12))
    return np.clip(np.asarray(skin) * rng.uniform(0.2, 0.45), 0, 1)
