"""Body under the head: torso, limbs in a pose, skirt, scarf, cape, tail. Frame as the head's, head at the origin."""
from __future__ import annotations

import numpy as np

from .palette import mix
from .parts import BODY, LIMB, Part, along, solid, taper


def body(genes: dict, rng) -> list[Part]:
    """All solids below the head, in a random pose."""
    size, fat = genes['body_size'], genes['body_fat']
    chin = -genes['cranium'][1] - max(0.0, -genes['jaw'][2] + genes['jaw'][1] - genes['cranium'][1]) * 0.8
    shirt = genes['skin'] if genes['naked'] else genes['shirt']
    half = 0.62 * size
    mid = chin - 0.05 - half
    wide = (0.34 + 0.3 * size) * fat * 0.8
    parts = taper((0, chin + 0.25, -0.1), (0, chin - 0.25, -0.12), 0.26, 0.28, genes['skin'], BODY, 70, 3)
    parts.append(solid((0, mid, -0.12), (wide, half, wide * 0.75), shirt, BODY, 71, power=2.0 if genes['naked'] else 2.6))
    if genes['naked']:
        parts.append(solid((0, mid - 0.05, wide * 0.2), (wide * 0.68, half * 0.8, wide * 0.55), genes['muzzle_color'], BODY, 72))
    parts += _arms(genes, rng, chin, wide, size, shirt) + _legs(genes, rng, mid - half, wide, size)
    return parts + _wear(genes, chin, mid, half, wide, rng)


def _arms(genes, rng, chin, wide, size, shirt):
    """Shoulder, elbow, hand of both sides; often hanging, sometimes raised."""
    parts, limb = [], genes['limb'] * (0.7 + 0.3 * size)
    sleeve = shirt if genes['sleeves'] else genes['skin']
    for side in (-1, 1):
        shoulder = np.array([side * wide * 0.85, chin - 0.22 * size - 0.08, -0.1])
        raise_ = rng.uniform(-1.5, -0.9) if rng.random() < 0.6 else rng.uniform(-0.9, 1.4)
        reach = 0.62 * size
        elbow = shoulder + reach * np.array([side * np.cos(raise_), np.sin(raise_), rng.uniform(-0.2, 0.4)])
        bend = raise_ + rng.uniform(-0.3, 1.6)
        hand = elbow + reach * np.array([side * np.cos(bend), np.sin(bend), rng.uniform(0, 0.5)])
        parts += taper(shoulder, elbow, limb, limb * 0.85, shirt, LIMB, 73 + side, 4)
        parts += taper(elbow, hand, limb * 0.85, limb * 0.75, sleeve, LIMB, 73 + side, 4)
        parts.append(solid(hand, (limb * 1.25,) * 3, genes['skin'], LIMB, 76 + side))
        for k in range(3):
            tip = hand + limb * 1.4 * np.array([side * np.cos(bend + 0.5 * (k - 1)), np.sin(bend + 0.5 * (k - 1)), 0.2])
            parts += taper(hand, tip, limb * 0.55, limb * 0.4, genes['skin'], LIMB, 76 + side, 2)
    return parts


def _legs(genes, rng, floor, wide, size):
    parts, limb = [], genes['limb'] * (0.8 + 0.35 * size)
    cloth = genes['skin'] if genes['naked'] else genes['pants']
    shoe = genes['skin'] if genes['naked'] else genes['shoes']
    for side in (-1, 1):
        hip = np.array([side * wide * 0.5, floor + 0.15, -0.1])
        step = rng.uniform(-0.35, 0.45)
        foot = hip + np.array([side * abs(step) * 0.5, -0.85 * size, step])
        parts += taper(hip, foot, limb * 1.1, limb * 0.8, cloth, LIMB, 79 + side, 5)
        parts.append(solid(foot + [0, -0.05, 0.15], (limb * 1.1, limb * 0.8, limb * 1.9), shoe, LIMB, 82 + side))
    return parts


def _wear(genes, chin, mid, half, wide, rng):
    parts = []
    if genes['skirt'] and not genes['naked']:
        parts += taper((0, mid - half * 0.4, -0.1), (0, mid - half * 1.35, -0.1), wide * 0.9, wide * 1.5, genes['shirt'], BODY, 71, 4, flat=0.8)
    if genes['scarf']:
        parts.append(solid((0, chin - 0.02, -0.05), (wide * 0.8, 0.16, wide * 0.75), genes['hat_trim'], BODY, 85))
    if genes['cape']:
        parts.append(solid((0, mid, -wide * 0.9), (wide * 1.35, half * 1.5, 0.12), genes['hat_color'], BODY, 86))
    if genes['tail']:
        side = rng.choice([-1, 1])
        root = np.array([0, mid - half * 0.8, -wide * 0.7])
        tip = root + [side * 1.1, rng.uniform(-0.2, 1.0), -0.3]
        parts += taper(root, tip, 0.14, 0.2 * rng.uniform(0.5, 2), genes['skin'], BODY, 87, 7, bend=(0, -0.3, 0))
    return parts
